const { print } = require('./lib/print.cjs');
const { createElement: h, useState, Suspense } = require('react');
const { renderToString, renderToStaticMarkup } = require('react-dom/server');
function Counter({ start }) {
  const [n] = useState(start);
  return h('button', { onClick() {}, className: 'c', style: { color: 'red' } }, 'n: ', n);
}
const page = h(
  'main',
  null,
  h(Counter, { start: 3 }),
  h(Suspense, { fallback: 'x' }, '<escaped> & '),
  [1, 2].map((x) => h('li', { key: x }, x)),
);
print(renderToString(page), renderToStaticMarkup(page));
