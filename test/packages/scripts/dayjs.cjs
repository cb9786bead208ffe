const { print } = require('./lib/print.cjs');
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/relativeTime'));
require('dayjs/locale/de');
const day = dayjs.utc('2024-02-29T12:34:56Z');
print(
  day.format('YYYY-MM-DD HH:mm:ss dddd'),
  day.add(1, 'year').format(),
  day.locale('de').format('dddd, D. MMMM'),
  day.from(dayjs.utc('2024-03-02')),
  day.diff('2024-01-01', 'days'),
);
