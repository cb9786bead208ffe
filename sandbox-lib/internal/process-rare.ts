// Members of `process` that few scripts touch. Inside the context, instantiated with the first of them. https://nodejs.org/api/process.html
import fs from '../node/fs.ts';
import { codedError } from './errors.ts';
import { formatArguments } from './format.ts';
import { hostConstants } from './host.ts';
import { countActive } from './loop.ts';
import { parseEnv } from './parse-env.ts';
import { ReflectApply } from './primordials.ts';
import { onProcess } from './process-events.ts';
import { writeStdio } from './stdio.ts';
import { validateBoolean, validateFunction, validateObject } from './validators.ts';
import { emitWarning } from './warning.ts';

export function createRelease(): object {
  const { nodeVersion } = hostConstants();
  const place = `https://nodejs.org/download/release/${nodeVersion}/node-${nodeVersion}`;
  return { name: 'node', sourceUrl: `${place}.tar.gz`, headersUrl: `${place}-headers.tar.gz` };
}

/** What the program was built with: a run sees neither headers nor flags. */
export function createConfig(): object {
  return Object.freeze({ target_defaults: Object.freeze({}), variables: Object.freeze({}) });
}

export function createFeatures(): object {
  return Object.freeze({
    inspector: false,
    debug: false,
    uv: true,
    ipv6: true,
    tls_alpn: true,
    tls_sni: true,
    tls_ocsp: true,
    tls: true,
    openssl_is_boringssl: false,
    cached_builtins: true,
    require_module: true,
    dtls: false,
    quic: false,
    typescript: 'strip',
  });
}

export function createVersions(): object {
  return Object.freeze({ ...hostConstants().versions });
}

/** One name for each thing that keeps the run alive. */
export function getActiveResourcesInfo(): string[] {
  const { callbacks, immediates, timers } = countActive();
  return [...named('FSReqCallback', callbacks), ...named('Timeout', timers), ...named('Immediate', immediates)];
}

/** Stand-ins for what node shows of a pending file operation. */
class FSReqCallback {}

export function getActiveRequests(): object[] {
  return Array.from({ length: countActive().callbacks }, () => new FSReqCallback());
}

function named(name: string, count: number): string[] {
  return Array.from({ length: count }, () => name);
}

/** What names have a value already keep it. */
export function loadEnvFile(environment: Record<string, string>, path: unknown = '.env'): void {
  const values = parseEnv(fs.readFileSync(path, 'utf8'));
  for (const name of Object.keys(values)) {
    if (environment[name] === undefined) environment[name] = values[name] as string; // its own key
  }
}

export function rawDebug(args: unknown[]): void {
  writeStdio(2, `${formatArguments(args)}\n`);
}

/** process.ref(), process.unref(): objects that say how they are held, or have methods of that name. */
export function callHold(name: 'ref' | 'unref', holder: unknown): void {
  const held = holder as Record<PropertyKey, unknown> | null | undefined;
  const hold = held?.[Symbol.for(`nodejs.${name}`)] || held?.[Symbol.for(`node:${name}`)] || held?.[name];
  if (typeof hold === 'function') ReflectApply(hold as () => void, held, []);
}

export function setSourceMapsEnabled(enabled: unknown): void {
  validateBoolean(enabled, 'enabled');
}

export function toDebugPort(value: unknown): number {
  const port = Math.trunc(Number(value)) || 0;
  if (port === 0 || (port >= 1024 && port <= 65_535)) return port;
  throw codedError('RangeError', 'ERR_OUT_OF_RANGE', 'process.debugPort must be 0 or in range 1024 to 65535');
}

type Finalizer = (value: object, event: string) => void;
interface Registered {
  readonly held: WeakRef<object>;
  readonly fn: Finalizer;
  readonly event: 'exit' | 'beforeExit';
}

/** process.finalization: calls back at the end of the run for what is still there. */
export function createFinalization(): object {
  let all: Registered[] = [];
  const listening = new Set<string>();
  const run = (event: Registered['event']) => {
    for (const { held, fn } of all.filter((entry) => entry.event === event)) {
      const value = held.deref();
      if (value !== undefined) fn(value, event);
    }
    all = all.filter((entry) => entry.event !== event);
  };
  const add = (event: Registered['event'], value: object, fn: Finalizer) => {
    const name = event === 'exit' ? 'register' : 'registerBeforeExit';
    emitWarning(
      `process.finalization.${name} is an experimental feature and might change at any time`,
      'ExperimentalWarning',
    );
    validateObject(value, 'obj', 4); // functions, too
    validateFunction(fn, 'fn');
    all.push({ held: new WeakRef(value), fn, event });
    if (listening.has(event)) return;
    listening.add(event);
    onProcess(event, () => run(event));
  };
  return {
    register: (value: object, fn: Finalizer) => add('exit', value, fn),
    registerBeforeExit: (value: object, fn: Finalizer) => add('beforeExit', value, fn),
    unregister(value: object) {
      all = all.filter((entry) => entry.held.deref() !== value);
    },
  };
}
