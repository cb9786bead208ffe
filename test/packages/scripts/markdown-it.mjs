import MarkdownIt from 'markdown-it';
import { print } from './lib/print.mjs';

const md = new MarkdownIt({ html: false, linkify: true, typographer: true });
print(md.render('# *A*\n\nhttp://example.com "quoted" -- (c)\n\n1. x\n2. <b>\n'));
