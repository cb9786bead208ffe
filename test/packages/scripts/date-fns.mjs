import { addDays, differenceInCalendarDays, format, formatDistance, parseISO } from 'date-fns';
import { de } from 'date-fns/locale';
import { print } from './lib/print.mjs';

const day = parseISO('2024-02-29T12:34:56');
print(
  format(day, 'yyyy-MM-dd EEEE'),
  format(addDays(day, 1), 'PPPP', { locale: de }),
  differenceInCalendarDays(day, parseISO('2024-01-01')),
  formatDistance(day, addDays(day, 40)),
);
