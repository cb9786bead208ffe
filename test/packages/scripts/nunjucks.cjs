const { print } = require('./lib/print.cjs');
const nunjucks = require('nunjucks');
const env = new nunjucks.Environment(null, { autoescape: true });
env.addFilter('shout', (text) => `${text}!`);
print(
  env.renderString(
    '{% for x in xs %}{{ loop.index }}:{{ x | shout | upper }} {% else %}none{% endfor %}{% set a = 5 %}{{ a + 1 }} {{ "<b>" }} {% macro m(y) %}[{{ y }}]{% endmacro %}{{ m("z") }}',
    { xs: ['a', 'b'] },
  ),
);
