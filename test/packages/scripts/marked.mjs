import { Marked, marked } from 'marked';
import { print } from './lib/print.mjs';

print(marked.parse('# Title\n\n* a\n* **b**\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```js\nlet a;\n```\n'));
print(await new Marked({ async: true }).parse('[link](http://x/ "t") ~~gone~~'));
