// What the two commands can be told.
import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  readonly seconds: number;
  /** Servers and load share them, as `taskset -c` takes them. */
  readonly cores: string;
  /** Writes docs/performance.md. */
  readonly write: boolean;
  /** Names of peers, each with an option of its own; all if there are none. */
  readonly peers: readonly string[];
  /** Parts of names of rows. */
  readonly rows: readonly string[];
}

export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      cores: { type: 'string', default: '0,1' },
      write: { type: 'boolean', default: false },
      peers: { type: 'string', multiple: true, default: [] },
      rows: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.write && values.peers.length + values.rows.length > 0)
    throw new Error('Cannot use --write with --peers or --rows: the document holds all of them');
  return {
    rounds: wholeOf('rounds', values.rounds),
    seconds: wholeOf('seconds', values.seconds),
    cores: values.cores,
    write: values.write,
    peers: values.peers,
    rows: values.rows,
  };
}

function wholeOf(name: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`Cannot use --${name} ${JSON.stringify(text)}: it is not a whole number from 1 on`);
}
