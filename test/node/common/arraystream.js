// '../common/arraystream' for a run in the sandbox: a stream that is fed with lines. Inside the context; written for this repository.
'use strict';

const { Stream } = require('node:stream');

class ArrayStream extends Stream {
  readable = true;
  writable = true;

  run(lines) {
    for (const line of lines) this.emit('data', `${line}\n`);
  }

  pause() {}
  resume() {}
  write() {}
}

module.exports = ArrayStream;
