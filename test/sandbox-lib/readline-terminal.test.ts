// readline with { terminal: true } over streams: keys, editing, history, completion. Node is the oracle, to the byte.
import test from 'node:test';
import { sameOutput } from './same-output.ts';

const PRELUDE = `
const readline = require('readline'), { PassThrough } = require('stream');
const open = (options = {}) => {
  const input = new PassThrough(), output = new PassThrough(); output.columns = options.columns;
  const rl = readline.createInterface({ input, output, terminal: true, prompt: '> ', ...options });
  const lines = [], written = []; rl.on('line', (line) => lines.push(line));
  const { write } = output; output.write = (text) => { written.push(text); return true; };
  const seen = () => JSON.stringify([written.splice(0), rl.line, rl.cursor, rl.getCursorPos(), lines, rl.historyIndex]);
  return { rl, input, output, lines, seen };
};
const press = (keys, options) => {
  const { rl, input, seen } = open(options); rl.prompt(); console.log(seen());
  for (const key of keys) { input.write(key); console.log(JSON.stringify(key), seen()); }
  rl.close();
};
`;

const ESC = '\\x1b';
const SCRIPTS: Record<string, string> = {
  'keys of all kinds': `
    const sequences = ['io.JS é😀', '\\n\\r\\t\\x1b\\n\\x1b\\r\\x1b\\t', '\\b\\x7f\\x1b\\b\\x1b\\x7f\\x1b\\x1b  \\x1b ', '\\x1b\\x1b\\x1b', '\\x1b]', '\\x01\\x0b\\x10\\x1d\\x00', 'a\\x1baA\\x1bA\\x1b1',
      '\\x1bOP\\x1bOS\\x1bO2A\\x1bOa\\x1bOZ', '\\x1b[2P\\x1b[8S\\x1b[11~\\x1b[24~\\x1b[[A\\x1b[[5~', '\\x1b[A\\x1b[H\\x1b[5H\\x1b[1;5H\\x1b[1;2D', '\\x1b[3~\\x1b[2$\\x1b[2^\\x1b[20;5~\\x1b[6;5^',
      '\\x1b[31ma\\x1b[200~x\\x1b[201~', '\\x1b[Z\\x1b[a\\x1b[E', '\\x1b[12;34Rz', '\\x1b[1234~z', '\\x1b[?25hz', '\\x1b[>~z', '\\x1b[;z', 'é\\x1bé'];
    for (const whole of [true, false]) for (const sequence of sequences) {
      const stream = new PassThrough(), keys = []; readline.emitKeypressEvents(stream); stream.on('keypress', (s, key) => keys.push([s, key]));
      for (const part of whole ? [sequence] : Buffer.from(sequence)) stream.write(whole ? part : Buffer.of(part));
      console.log(JSON.stringify(sequence), JSON.stringify(keys));
    }
    const late = new PassThrough(); readline.emitKeypressEvents(late); readline.emitKeypressEvents(late); late.write('a');
    late.once('keypress', (s) => console.log('late', s)); late.write('b'); late.write('c'); console.log(late.listenerCount('data'), late.listenerCount('newListener'));
    const escape = new PassThrough(); readline.emitKeypressEvents(escape, { escapeCodeTimeout: 5 }); escape.on('keypress', (s, key) => console.log(s, key)); escape.write('\\x1b');`,
  'moving and deleting': `
    press(['foo bar.hop/zoo 丁', '${ESC}[D', '${ESC}b', '${ESC}b', '${ESC}f', '\\x01', '${ESC}d', '${ESC}d', '\\x05', '\\x17', '\\x7f', '${ESC}[D', '${ESC}[3~', '\\x02', '\\x06',
      '\\x0b', '\\x15', '\\x19', 'more', '\\x0b', '${ESC}[H', '\\x0b', '\\x19', '${ESC}y', '${ESC}[1;5D', '${ESC}[1;5C', '\\x08', '\\x1f', '\\x1f', '\\x1e', '\\x0c', '😀', '${ESC}[D', '${ESC}[C', '\\x7f', '${ESC}']);`,
  'lines, history and the end': `
    press(['one\\r', 'two\\r\\n', 'two\\n', '  \\r', '\\r', 'on', '${ESC}[A', '${ESC}[A', '${ESC}[B', '${ESC}[B', 'x', '\\x10', '\\x10', '\\x10', '\\x0e', '\\x0e', '\\x0e', 'pasted\\rlines\\nthree']);
    press(['a\\r', 'b\\r', 'a\\r', '${ESC}[A', '${ESC}[A', '${ESC}[A'], { removeHistoryDuplicates: true, historySize: 2 });
    press(['a\\r', '${ESC}[A'], { historySize: 0 }); press(['${ESC}[A', '${ESC}[A'], { history: ['first', 'second'] });
    const { rl, input, seen } = open(); rl.on('close', () => console.log('close', seen())).on('history', (list) => console.log(list)).on('SIGINT', () => console.log('SIGINT'));
    rl.write('typed\\nin lines\\n\\nrest'); console.log(seen()); rl.write(null, { ctrl: true, name: 'u' }); console.log(seen()); input.write('\\x03'); input.write('\\x04'); input.end('last');
    for (const key of ['\\x03', '\\x04']) { const ended = open(); ended.rl.on('close', () => console.log('closed by', JSON.stringify(key))); ended.input.write(key); }`,
  'narrow terminals': `
    press(['0123456', '789abc', '${ESC}[D', '${ESC}[D', '${ESC}[D', '${ESC}[D', '${ESC}[D', 'X', '丁丁丁', '\\x01', '\\x05', '\\t', '\\x17'], { columns: 10 });
    const { rl, seen } = open({ columns: 8 }); rl.setPrompt('many\\nlines '); rl.prompt(); console.log(seen()); rl.write('abcdef'); console.log(seen()); rl.prompt(true); console.log(seen());
    rl.output.columns = 4; rl.output.emit('resize'); console.log(seen()); rl.clearLine(); console.log(seen()); rl.close(); rl.output.emit('resize'); console.log(seen());`,
  completion: `
    const words = ['process.stdout', 'process.stdin', '', 'process.stderr'];
    for (const columns of [undefined, 20, 80]) press(['process.s\\t', '\\t', '\\t', 'x\\t', 'ab\\tc'], { columns, completer: (line, done) => done(null, [words.filter((w) => w === '' || w.startsWith(line) ), line]) });
    press(['Pro\\t'], { completer: (line, done) => done(null, [['process'], line]) }); press(['x\\t'], { completer: (line, done) => done(new Error('no').message) });
    press(['a\\t', '\\t']);
    const { rl, input, seen } = open({ completer: (line) => [['alpha', 'alps'], line] }); input.write('al'); input.write('\\t'); setTimeout(() => { console.log(seen()); rl.close(); }, 5);`,
  'raw mode, questions and answers': `
    const { EventEmitter } = require('events'), log = [];
    const stream = Object.assign(new EventEmitter(), { setRawMode: (on) => log.push('raw ' + on), resume: () => log.push('resume'), pause: () => log.push('pause'), write: () => {} });
    const raw = readline.createInterface({ input: stream, output: stream, terminal: true }); raw.pause(); raw.resume(); raw.close();
    console.log(raw.terminal, log, stream.listeners('keypress').length, stream.listenerCount('data'), stream.listenerCount('resize'));
    const { rl, input, seen } = open(); rl.question('Name? ', (name) => { console.log(name, seen()); rl.close(); }); console.log(seen()); rl.question('x', () => {}); input.write('Ad'); input.write('a\\r');
    console.log(readline.createInterface({ input: new PassThrough(), output: Object.assign(new PassThrough(), { isTTY: true }) }).terminal);`,
};

for (const [title, code] of Object.entries(SCRIPTS)) {
  test(`readline in a terminal: ${title}`, async (t) => {
    await sameOutput(t, PRELUDE + code);
  });
}
