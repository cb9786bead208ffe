// Node's command-line switches that are variables of the environment too: what the run was started with, whatever a script does to
// process.env later. Inside the context. https://nodejs.org/api/cli.html#environment-variables

type Switch = 'NODE_NO_WARNINGS' | 'NODE_PENDING_DEPRECATION';

let environment = '';

/** Takes what the worker passes at the start of the run: 'NAME\0value\0NAME\0value'. */
export function keepStartEnvironment(text: string): void {
  environment = text;
}

export function startEnvironment(): string {
  return environment;
}

export function isSwitchedOn(name: Switch): boolean {
  return environment.includes(name) && `\0${environment}\0`.includes(`\0${name}\x001\0`);
}
