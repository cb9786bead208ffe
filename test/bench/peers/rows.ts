// What every peer is asked: the script, how many clients at once, and the answer that counts.

/** Scripts of the folder `scripts`, in each peer's own language. */
export type ScriptName = 'hello' | 'modules' | 'form' | 'upload' | 'page' | 'wait';

export interface Ask {
  readonly script: ScriptName;
  readonly body?: { readonly type: string; readonly bytes: Buffer };
  /** The whole body of the answer. */
  readonly answer: string;
}

export interface Row {
  readonly name: string;
  readonly ask: Ask;
  readonly connections: number;
}

const PART_COUNT = 20;
const FIELDS = 100;
const MIB = 1024 * 1024;
const LINE = 'the quick brown fox jumps over the lazy dog, and then once more\n';

/** 10 KB as a browser sends them: 100 fields of 91 characters, some of which must be decoded. */
function form(): Buffer {
  const value = `${'a word and another, '.repeat(4)}and the end`;
  const fields = Object.fromEntries(Array.from({ length: FIELDS }, (_, i) => [`field${i}`, value]));
  return Buffer.from(new URLSearchParams(fields).toString());
}

const hello: Ask = { script: 'hello', answer: 'hello\n' };

export const ROWS: readonly Row[] = [
  { name: 'hello, 1 connection', ask: hello, connections: 1 },
  { name: 'hello, 8 connections', ask: hello, connections: 8 },
  { name: 'hello, 64 connections', ask: hello, connections: 64 },
  {
    name: '20 modules, 8 connections',
    // f0 of part i adds i to its argument, which is i.
    ask: { script: 'modules', answer: `${PART_COUNT * (PART_COUNT - 1)}\n` },
    connections: 8,
  },
  {
    name: '10 KB form, 8 connections',
    ask: {
      script: 'form',
      body: { type: 'application/x-www-form-urlencoded', bytes: form() },
      answer: `${FIELDS} fields, ${FIELDS * 91} characters\n`,
    },
    connections: 8,
  },
  {
    name: '1 MB upload, 8 connections',
    ask: {
      script: 'upload',
      body: { type: 'application/octet-stream', bytes: Buffer.alloc(MIB, 'u') },
      answer: `${MIB}\n`,
    },
    connections: 8,
  },
  { name: '1 MB page, 8 connections', ask: { script: 'page', answer: LINE.repeat(MIB / LINE.length) }, connections: 8 },
  { name: '50 ms wait, 64 connections', ask: { script: 'wait', answer: 'waited\n' }, connections: 64 },
];
