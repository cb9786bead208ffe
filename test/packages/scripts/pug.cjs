const { print } = require('./lib/print.cjs');
const pug = require('pug');
print(
  pug.render(
    'doctype html\nhtml\n  head\n    title= title\n  body\n    each x, i in xs\n      p(class=["a", "b"] data-i=i) #{x} !{"<i>"}\n    else\n      p none\n    if xs.length > 1\n      | many',
    { title: 'T & t', xs: ['<a>', 'b'] },
  ),
);
try {
  pug.render('p(', {});
} catch (error) {
  print(error.code);
}
