const { print } = require('./lib/print.cjs');
const cheerio = require('cheerio');
const $ = cheerio.load('<ul id="l"><li class="a">One</li><li>Two <b>x</b></li></ul>');
$('li.a').text('Eins').after('<li>new</li>');
print(
  $('#l').html(),
  $('li')
    .map((i, e) => $(e).text())
    .get(),
  $('b').closest('li').index(),
  cheerio.load('<a/>', { xml: true }).xml(),
);
