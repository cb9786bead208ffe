#!/usr/bin/env node
// Counts in a module, in a global and on a prototype. It prints 1, for ever: nothing survives a request.
const counter = require('./lib/counter.js');

globalThis.hits = (globalThis.hits || 0) + 1;
Array.prototype.hits = (Array.prototype.hits || 0) + 1;
const counts = { module: counter.next(), global: globalThis.hits, prototype: [].hits };

if (process.env.QUERY_STRING === 'json') {
  console.log('Content-Type: application/json\nCache-Control: no-store\n');
  console.log(JSON.stringify(counts));
} else {
  console.log('Content-Type: text/plain; charset=utf-8\n');
  console.log('in a module:    ' + counts.module);
  console.log('in a global:    ' + counts.global);
  console.log('on a prototype: ' + counts.prototype);
  console.log('\nReload as often as you like.');
}
