const { print } = require('./lib/print.cjs');
const qs = require('qs');
print(
  qs.parse('a[b][]=1&a[b][]=2&c=%20x&d[e]=f', { depth: 3 }),
  qs.stringify({ a: [1, 2], b: { c: 'ü' } }, { arrayFormat: 'brackets' }),
  qs.parse('a=1;b=2', { delimiter: ';' }),
);
