// Prints the header block once, then what a package made of its input.
const { inspect } = require('node:util');

process.stdout.write('Content-Type: text/plain\n\n');

exports.print = (...values) => {
  for (const value of values)
    process.stdout.write(`${typeof value === 'string' ? value : inspect(value, { depth: 6 })}\n`);
};
