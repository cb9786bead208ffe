// Numbers of Linux's signals, and the exit code of a process that one ended. Inside the context.
import { validateOneOf } from './validators.ts';

const SIGNALS =
  'SIGHUP 1 SIGINT 2 SIGQUIT 3 SIGILL 4 SIGTRAP 5 SIGABRT 6 SIGIOT 6 SIGBUS 7 SIGFPE 8 SIGKILL 9 SIGUSR1 10 SIGSEGV 11 ' +
  'SIGUSR2 12 SIGPIPE 13 SIGALRM 14 SIGTERM 15 SIGCHLD 17 SIGSTKFLT 16 SIGCONT 18 SIGSTOP 19 SIGTSTP 20 SIGTTIN 21 ' +
  'SIGTTOU 22 SIGURG 23 SIGXCPU 24 SIGXFSZ 25 SIGVTALRM 26 SIGPROF 27 SIGWINCH 28 SIGIO 29 SIGPOLL 29 SIGPWR 30 SIGSYS 31';

/** 128 and the signal's number. */
export function signalExitCode(signalCode: unknown): number {
  const words = SIGNALS.split(' ');
  validateOneOf(
    signalCode,
    'signalCode',
    words.filter((_, at) => at % 2 === 0),
  );
  return 128 + Number(words[words.indexOf(String(signalCode)) + 1]);
}
