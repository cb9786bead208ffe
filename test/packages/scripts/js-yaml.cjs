const { print } = require('./lib/print.cjs');
const yaml = require('js-yaml');
print(
  yaml.load('a: 1\nb: [x, {y: z}]\nd: 2001-01-01\n'),
  yaml.dump({ a: [1, { b: 'long text: with colon' }], c: null }),
);
try {
  yaml.load('a: [1');
} catch (error) {
  print(error.name, error.reason);
}
