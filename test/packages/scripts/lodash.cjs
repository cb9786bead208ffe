const { print } = require('./lib/print.cjs');
const _ = require('lodash');
print(
  _.chunk([1, 2, 3, 4, 5], 2),
  _.groupBy(['one', 'two', 'three'], 'length'),
  _.camelCase('foo bar-baz'),
  _.merge({ a: { b: 1 } }, { a: { c: 2 } }),
);
print(
  _.template('<% _.each(xs, (x) => { %><%- x %>;<% }) %>')({ xs: [1, '<'] }),
  _.cloneDeep(new Map([[1, { a: [new Date(0)] }]])),
  _.isEqual([1, { a: 2 }], [1, { a: 2 }]),
);
print(
  _.debounce(() => {}, 1).cancel === undefined,
  _.VERSION,
  require('lodash/fp').map((x) => x * 2)([1, 2]),
  require('lodash/get')({ a: [1] }, 'a[0]'),
);
