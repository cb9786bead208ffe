const { print } = require('./lib/print.cjs');
const ejs = require('ejs');
const page = ejs.compile('<% for (const x of list) { %><li><%= x %></li><% } %><%- html %>\n');
print(page({ list: [1, '<2>'], html: '<hr>' }));
print(
  ejs.render(
    '<%- include("part", { n: 3 }) %>',
    {},
    { filename: __filename, includer: () => ({ template: 'part <%= n %>' }) },
  ),
);
try {
  ejs.render('<%= missing.x %>');
} catch (error) {
  print(error.name, error.message.split('\n').at(-1));
}
ejs.renderFile(__dirname + '/data/page.ejs', { name: 'file' }).then(print);
