const { print } = require('./lib/print.cjs');
const Handlebars = require('handlebars');
Handlebars.registerHelper('loud', (text) => text.toUpperCase());
Handlebars.registerPartial('row', '<li>{{loud name}} {{price}}</li>');
const page = Handlebars.compile('<ul>{{#each items}}{{> row}}{{else}}none{{/each}}</ul>{{#if note}}{{{note}}}{{/if}}');
print(
  page({
    items: [
      { name: 'a & b', price: 3 },
      { name: 'c', price: 4 },
    ],
    note: '<b>!</b>',
  }),
);
print(Handlebars.precompile('{{x}}').length > 100);
try {
  Handlebars.compile('{{#if}}')({});
} catch (error) {
  print(error.message.split('\n')[0]);
}
