const { print } = require('./lib/print.cjs');
const Mustache = require('mustache');
print(
  Mustache.render('{{#people}}{{name}} ({{age}}){{^last}}, {{/last}}{{/people}} {{{raw}}} {{esc}}', {
    people: [
      { name: 'Ann', age: 3 },
      { name: 'Bob', age: 4, last: true },
    ],
    raw: '<i>',
    esc: '<i>',
  }),
);
print(
  Mustache.render('{{#bold}}Hi {{name}}{{/bold}}', {
    name: 'x',
    bold: () => (text, render) => `<b>${render(text)}</b>`,
  }),
);
