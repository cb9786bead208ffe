// Says how far the bench is: one line that changes on a terminal, lines elsewhere.

const CLEAR = '\r\x1b[K';

export interface Progress {
  /** What is being done now. Shown on a terminal only. */
  now(text: string): void;
  /** Something worth a line of its own. */
  note(text: string): void;
  end(): void;
}

export function makeProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const isTerminal = stream.isTTY;
  const clear = () => {
    if (isTerminal) stream.write(CLEAR);
  };
  return {
    now(text) {
      if (isTerminal) stream.write(`${CLEAR}${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    note(text) {
      clear();
      stream.write(`${text}\n`);
    },
    end: clear,
  };
}

/** Green or red on a terminal that wants colours. */
export function coloured(text: string, good: boolean, stream: NodeJS.WriteStream = process.stdout): string {
  if (!stream.isTTY || process.env['NO_COLOR']) return text;
  return `\x1b[${good ? 32 : 31}m${text}\x1b[0m`;
}
