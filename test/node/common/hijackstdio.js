// '../common/hijackstdio' for a run in the sandbox: listens to what is written. Inside the context; written for this repository.
'use strict';

const originals = {};

function hijack(name, listener) {
  const stream = process[name];
  originals[name] ??= stream.write;
  stream.writeTimes = 0;
  stream.write = (data, callback) => {
    try {
      listener(data);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
    originals[name].call(stream, data, callback);
    stream.writeTimes++;
  };
}

function restore(name) {
  const stream = process[name];
  stream.write = originals[name];
  delete originals[name];
  delete stream.writeTimes;
}

module.exports = {
  hijackStdout: (listener) => hijack('stdout', listener),
  hijackStderr: (listener) => hijack('stderr', listener),
  restoreStdout: () => restore('stdout'),
  restoreStderr: () => restore('stderr'),
};
