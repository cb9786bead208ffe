#!/usr/bin/env node
// Writes its answer byte by byte, each in a turn of its own, with the pauses of a slow script.
const text = 'X-A: 1\r\nContent-Type: text/plain\r\n\r\na\n\nb';
let at = 0;
(function next() {
  process.stdout.write(text[at++]);
  if (at < text.length) (at % 8 === 0 ? (f) => setTimeout(f, 2) : setImmediate)(next);
})();
