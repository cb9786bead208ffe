const { print } = require('./lib/print.cjs');
const { parse } = require('csv-parse');
const { parse: parseSync } = require('csv-parse/sync');
print(parseSync('a,b\n1,"x, y"\n2,"q""q"\n', { columns: true }));
const parser = parse({ delimiter: ';', cast: true });
const rows = [];
parser.on('readable', () => {
  for (let row = parser.read(); row !== null; row = parser.read()) rows.push(row);
});
parser.on('end', () => print(rows));
parser.write('1;2\n3;');
parser.end('4\n');
