#!/usr/bin/env node
// A line a second. The first one is on its way to the client while the script waits for the next.
const lines = Math.min(Number(new URLSearchParams(process.env.QUERY_STRING).get('lines')) || 5, 20);
let line = 0;

process.stdout.write('Content-Type: text/plain; charset=utf-8\nX-Content-Type-Options: nosniff\n\n');
tick();

function tick() {
  line += 1;
  process.stdout.write(`line ${line} of ${lines}, ${new Date().toISOString()}\n`);
  if (line < lines) setTimeout(tick, 1000);
}
