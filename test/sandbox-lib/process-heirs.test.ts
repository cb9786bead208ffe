// Objects that inherit from the process, as wrappers and test doubles do: what they are given is theirs. Node is the oracle.
import test from 'node:test';
import { sameOutput } from './same-output.ts';

test('what is assigned to an heir of process does not reach process', async (t) => {
  await sameOutput(
    t,
    `const names = ['stdout', 'pid', 'platform', 'version', 'arch', 'env', 'argv', 'memoryUsage', 'execArgv', 'report', 'versions'];
    const before = names.map((name) => typeof process[name]), heir = {};
    Object.setPrototypeOf(heir, Object.getPrototypeOf(process));
    for (const name of names) heir[name] = name;
    console.log(names.map((name) => heir[name] === name), names.every((name, i) => typeof process[name] === before[i]));
    console.log(require('util').isDeepStrictEqual(heir, process), Object.keys(heir).length);
    process.env = { A: '1' }; console.log(process.env);`,
  );
});

test('process.binding() has the checks of types, process.execve() checks what it is given', async (t) => {
  await sameOutput(
    t,
    `process.noDeprecation = true;
    const util = require('util'), binding = process.binding('util');
    console.log(Object.keys(binding).sort().join(), Object.keys(binding).every((name) => binding[name] === util.types[name]));
    for (const args of [[1], ['x', '1'], ['x', [1]], ['x', ['a\\0']], ['x', [], '1'], ['x', [], { a: 1 }], ['x', [], { a: 'b\\0' }]])
      try { process.execve(...args); } catch (e) { console.log(e.name, e.code, e.message); }`,
  );
});
