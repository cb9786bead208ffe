// readline over the request body, with node as the oracle.
import { test } from 'node:test';
import { sameOutput } from './same-output.ts';

const PRELUDE = `
const readline = require('readline');
const { PassThrough } = require('stream');
const attempt = (run) => { try { return run(); } catch (e) { return e.name + ' ' + e.code + ' ' + e.message; } };
`;
const INPUT = 'first\r\nsecond é€😀\n\nfourth\rfifth\u2028sixth\u2029last without end';

const SCRIPTS: Record<string, string> = {
  'line events of stdin, then close': `
    const rl = readline.createInterface({ input: process.stdin, terminal: false });
    rl.on('line', (line) => console.log(JSON.stringify(line))).on('close', () => console.log('close', rl.closed))
      .on('pause', () => console.log('pause'));`,
  'the lines as an async iterator': `
    (async () => {
      const rl = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
      for await (const line of rl) { console.log(JSON.stringify(line)); }
      for await (const line of rl) console.log('never', line);
      console.log('over');
    })();`,
  'questions are answered by lines': `
    const rl = readline.createInterface(process.stdin, process.stdout);
    rl.setPrompt('? ');
    rl.question('Name: ', (name) => {
      console.log('[' + name + ']', rl.getPrompt());
      rl.question('Two: ', { signal: undefined }, (two) => {
        console.log(two); rl.prompt(); rl.on('line', (line) => { console.log('line', line); rl.close(); });
      });
    });`,
  'questions as promises': `
    const input = new PassThrough();
    const rl = require('readline/promises').createInterface({ input, output: process.stdout });
    input.write('first\\n');
    const old = readline.createInterface({ input: new PassThrough() });
    (async () => {
      console.log(await rl.question('Name: '), rl.constructor.name);
      const aborted = await rl.question('x', { signal: AbortSignal.abort('no') }).catch((e) => [e.name, e.code, e.cause]);
      console.log(aborted);
      const controller = new AbortController();
      const later = rl.question('y', { signal: controller.signal }).catch((e) => [e.name, e.code]);
      controller.abort();
      console.log(await later);
      const ask = require('util').promisify(old.question).bind(old);
      old.write('written\\n');
      const answer = ask('z'); old.write('answer\\n');
      console.log(await answer);
      rl.close(); old.close();
    })();`,
  'chunks cut anywhere': `
    for (const delay of [0, Infinity]) {
      const input = new PassThrough(), bytes = Buffer.from(${JSON.stringify(INPUT)});
      const rl = readline.createInterface({ input, crlfDelay: delay }), lines = [];
      rl.on('line', (line) => lines.push(line)).on('close', () => console.log(delay, JSON.stringify(lines)));
      for (const byte of bytes) input.write(Buffer.of(byte));
      input.end();
    }`,
  'options, properties and what is refused after close': `
    const input = new PassThrough();
    const rl = readline.createInterface({ input, prompt: 'p' });
    console.log(rl.terminal, rl.crlfDelay, rl.getPrompt(), rl.historySize, rl.line, rl.cursor, rl.getCursorPos(), rl.columns);
    console.log(readline.Interface({ input }) instanceof readline.Interface, rl instanceof require('events'));
    rl.pause().pause(); rl.resume(); console.log(rl.paused); rl.close(); rl.close();
    for (const name of ['pause', 'resume', 'prompt', 'write', 'close', 'getCursorPos']) console.log(name, attempt(() => rl[name]('x')));
    console.log(attempt(() => rl.question('x', () => {})));
    for (const options of [{ completer: 1 }, { history: 1 }, { historySize: -1 }, { historySize: 'x' }, { tabSize: 0 }, { tabSize: 'a' },
      { escapeCodeTimeout: 'a' }, { crlfDelay: -5 }, { crlfDelay: Infinity }, { prompt: 7 }, { terminal: 0 }, { signal: 1 }]) {
      console.log(JSON.stringify(options), attempt(() => {
        const made = readline.createInterface({ input, ...options });
        return [made.crlfDelay, made.getPrompt(), made.terminal, made.escapeCodeTimeout, made.tabSize].join();
      }));
    }
    const stopped = new AbortController();
    readline.createInterface({ input, signal: stopped.signal }).on('close', () => console.log('closed by the signal'));
    stopped.abort();`,
  'an error of the input': `
    const input = new PassThrough(), rl = readline.createInterface({ input });
    rl.on('error', (error) => console.log('error', error.message)); input.destroy(new Error('broken'));`,
  'moving a cursor': `
    const out = new PassThrough(), wrong = () => {};
    for (const args of [[1], [1, 2], ['a'], [NaN, 1], [1, NaN], [1, 2, 3], [1, wrong], ['a', 1]]) {
      console.log(attempt(() => readline.cursorTo(out, ...args)));
    }
    readline.moveCursor(out, 1, -2); readline.moveCursor(out, -1, 2); readline.moveCursor(out, 0, 0);
    for (const to of [-1, 0, 1]) readline.clearLine(out, to);
    readline.clearScreenDown(out);
    console.log(readline.cursorTo(null, 1), attempt(() => readline.clearLine(out, 1, 2)));
    const { Readline } = require('readline/promises');
    const actions = new Readline(out);
    for (const bad of [() => new Readline(), () => new Readline(out, { autoCommit: 1 }), () => actions.cursorTo('a'),
      () => actions.moveCursor(1), () => actions.clearLine(3)]) console.log(attempt(bad));
    console.log(actions.cursorTo(1).moveCursor(1, 1).clearLine(0).clearScreenDown() === actions);
    new Readline(out, { autoCommit: true }).cursorTo(5);
    actions.commit().then((value) => { console.log(value); actions.cursorTo(9).rollback(); setImmediate(() => console.log(JSON.stringify(String(out.read())))); });`,
};

for (const [title, code] of Object.entries(SCRIPTS)) {
  test(`readline: ${title}`, async (t) => {
    await sameOutput(t, PRELUDE + code, INPUT);
  });
}
