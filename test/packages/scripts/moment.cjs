const { print } = require('./lib/print.cjs');
const moment = require('moment');
require('moment/locale/fr');
moment.locale('en');
const m = moment.utc('2024-02-29T12:34:56Z');
print(
  m.format('dddd, MMMM Do YYYY, h:mm:ss a'),
  m.clone().add(1, 'month').calendar(moment.utc('2024-03-28')),
  moment.duration(3661, 's').humanize(),
  m.clone().locale('fr').format('LLLL'),
  moment('x', 'YYYY', true).isValid(),
);
