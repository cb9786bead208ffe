import YAML from 'yaml';
import { print } from './lib/print.mjs';

const text = 'a: 1\nb:\n  - x # note\n  - &id {k: v}\n  - *id\nc: |\n  two\n  lines\n';
print(
  YAML.parse(text),
  YAML.stringify({ list: [1, 'two', null, true], date: new Date(0) }),
  YAML.parseDocument(text).toString() === text,
);
try {
  YAML.parse('a: [1');
} catch (error) {
  print(error.name, error.code);
}
