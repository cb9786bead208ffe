// '../common/countdown' for a run in the sandbox. Inside the context; written for this repository.
'use strict';

const { mustCall } = require('./index.js');

module.exports = class Countdown {
  #left;
  #done;

  constructor(limit, done) {
    this.#left = limit;
    this.#done = mustCall(done);
  }

  get remaining() {
    return this.#left;
  }

  dec() {
    this.#left--;
    if (this.#left === 0) this.#done();
    return this.#left;
  }
};
