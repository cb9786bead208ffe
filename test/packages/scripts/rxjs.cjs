const { print } = require('./lib/print.cjs');
const { from, interval, lastValueFrom, of, Subject } = require('rxjs');
const { map, filter, reduce, take, mergeMap, delay } = require('rxjs/operators');
from([1, 2, 3, 4])
  .pipe(
    filter((x) => x % 2 === 0),
    map((x) => x * 10),
    reduce((a, b) => a + b),
  )
  .subscribe(print);
lastValueFrom(
  interval(1).pipe(
    take(3),
    mergeMap((x) => of(x).pipe(delay(1))),
  ),
).then(print);
const subject = new Subject();
subject.subscribe({ error: (e) => print(e.message) });
subject.error(new Error('told'));
