const { print } = require('./lib/print.cjs');
const Ajv = require('ajv').default;
const ajv = new Ajv({ allErrors: true });
const check = ajv.compile({
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 2 },
    age: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { enum: ['a', 'b'] } },
  },
  required: ['name'],
  additionalProperties: false,
});
print(
  check({ name: 'Ann', age: 3, tags: ['a'] }),
  check({ name: 'A', age: -1, tags: ['c'], x: 1 }),
  check.errors.map((error) => `${error.instancePath} ${error.message}`),
);
print(ajv.errorsText(check.errors));
