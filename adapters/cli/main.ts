// The command line from outside in: reads it, runs the command, and turns every failure into one sentence and an exit code.
import { createRequire } from 'node:module';
import { isCgiError } from '../../engine/index.ts';
import { helpText } from './help.ts';
import { type Command, isCommand, parseCommand } from './options.ts';

/** Entry of the launcher: runs a command line and sets the exit code. */
export function start(argv: readonly string[]): void {
  // A launcher under another Node has gone away without a word: nobody is left to serve for.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
  // A reader that left (| head) is no error of ours.
  process.stdout.on('error', () => process.exit(0));
  process.stderr.on('error', () => {});
  main(argv).then((code) => {
    process.exitCode = code;
  });
}

/** Runs one command line; resolves with the exit code: 2 for a command line that makes no sense. */
export async function main(argv: readonly string[]): Promise<number> {
  let command: Command;
  try {
    command = parseCommand(argv);
  } catch (error) {
    const [name = ''] = argv;
    complain(error, `\nTry freshcgi ${isCommand(name) ? `${name} ` : ''}--help`);
    return 2;
  }
  try {
    return await perform(command);
  } catch (error) {
    complain(error, '');
    return 1;
  }
}

/** Loads the command that was asked for: the first answer of `serve` does not wait for what the others need. */
async function perform(command: Command): Promise<number> {
  if (command.kind === 'serve') return (await import('./serve.ts')).serve(command);
  if (command.kind === 'run') return (await import('./run.ts')).run(command);
  if (command.kind === 'compare') return (await import('./compare.ts')).compare(command);
  if (command.kind === 'doctor') return (await import('./doctor.ts')).doctor(command);
  if (command.kind === 'record') return (await import('./record.ts')).record(command);
  if (command.kind === 'test') return (await import('./test.ts')).test(command);
  if (command.kind === 'help') process.stdout.write(helpText(process.stdout.isTTY === true, command.of));
  else process.stdout.write(`${version()}\n`);
  return 0;
}

function complain(error: unknown, hint: string): void {
  const sentence = isCgiError(error) || isSystemError(error) ? asTyped(error.message) : describe(error);
  process.stderr.write(`freshcgi: ${sentence}${hint}\n`);
}

/** An option of the engine by the name it has here. */
function asTyped(message: string): string {
  return message.replace(/^Cannot use option "(root|allowRead|allowWrite|trustProxy)"/, (_, name: string) => {
    return `Cannot use --${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
  });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** A failure nobody foresaw keeps its stack: it is a bug of ours. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function version(): string {
  // By its own name: the file lies at another depth before the build than after it.
  const meta: unknown = createRequire(import.meta.url)('freshcgi/package.json');
  return typeof meta === 'object' && meta !== null && 'version' in meta ? String(meta.version) : 'unknown';
}
