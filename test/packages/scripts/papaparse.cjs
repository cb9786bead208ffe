const { print } = require('./lib/print.cjs');
const Papa = require('papaparse');
print(Papa.parse('a,b\n1,"x\ny"\n', { header: true, dynamicTyping: true }).data, Papa.unparse([{ a: 1, b: 'x,y' }]));
