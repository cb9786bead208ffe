// Reads a form off stdin and says how much was in it.
const { parse } = require('node:querystring');

let body = '';
process.stdin.on('data', (chunk) => {
  body += chunk.toString('latin1');
});
process.stdin.on('end', () => {
  const fields = Object.values(parse(body));
  const characters = fields.reduce((sum, value) => sum + value.length, 0);
  process.stdout.write(`Content-Type: text/plain\n\n${fields.length} fields, ${characters} characters\n`);
});
