// ES modules of one context: import(), require() of an ES module, an ES module as the script. Inside the context. The host finds and
// compiles, V8 links and evaluates. https://nodejs.org/api/esm.html
//
// Nothing tells how the evaluation of a module ended but a module that imports it: a driver, which hands its namespace to `publish`. Where
// V8 has `import defer`, the evaluation itself waits for the first look at that namespace and throws where we look, with the very value the
// module threw. Otherwise, and with top-level await, a failure surfaces in the worker as an unhandled rejection: it finds out which
// drivers are concerned and tells us (`failDriver`).

import type { Module } from './commonjs.ts';
import { nodeError } from './errors.ts';
import { isExitSignal, setUnsettled } from './exit.ts';
import { guard } from './guard.ts';
import { host } from './host.ts';
import { queueMacrotask } from './loop.ts';
import { closeBridge, exportNames, openBridge } from './module-bridge.ts';
import { faultError } from './module-faults.ts';
import { requireStack } from './module-resolution.ts';
import { NativePromise, ReflectApply, ReflectOwnKeys } from './primordials.ts';
import { SafeMap } from './safe-collections.ts';
import { writeStdio } from './stdio.ts';
import { copiedReason, raiseUncaught } from './uncaught.ts';

type Namespace = Record<string, unknown>;

/** One evaluation somebody waits for. */
interface Driver {
  readonly id: number;
  readonly url: string;
  namespace: Namespace | undefined;
  /** The evaluation waits for a look at the namespace. */
  deferred: boolean;
  /** The call that started it has returned: top-level await. */
  waiting: boolean;
  done(namespace: Namespace): void;
  failed(error: unknown): void;
  /** V8 cannot evaluate it now: it is being evaluated. */
  busy(): void;
}

const drivers = new SafeMap<number, Driver>();
const namespaces = new SafeMap<string, Namespace>();
const { then } = NativePromise.prototype;
let ids = 0;
/** Modules evaluated right now, one inside the other. */
let depth = 0;
let mainUrl: string | undefined;

/** Whether this URL is that of the script. */
export function isMainUrl(url: string): boolean {
  return url === mainUrl;
}

type Load = (specifier: unknown, options?: unknown) => Promise<unknown>;
type Tracer = (load: Load, referrer: string, specifier: unknown, options: unknown) => Promise<unknown>;
let tracer: Tracer | undefined;

/** What each import() goes through from now on. */
export function setImportTracer(next: Tracer): void {
  tracer = next;
}

/** The import() of a module: `referrer` is its path or URL. */
export function importFrom(referrer: string): Load {
  const load: Load = (specifier, options) =>
    new NativePromise((resolve, reject) => {
      // What is thrown in here rejects.
      const name = `${specifier as string}`;
      const type = typeOf(options);
      const url = resolveImport(name, referrer, false);
      const known = type === undefined ? namespaces.get(url) : undefined;
      if (known !== undefined) resolve(known);
      else queueMacrotask(() => afterMicrotasks(() => importModule(url, type, resolve, reject)));
    });
  return (specifier, options) =>
    tracer === undefined ? load(specifier, options) : tracer(load, referrer, specifier, options);
}

/** Where an import leads: its URL. */
export function resolveImport(specifier: string, referrer: string, metaOnly: boolean): string {
  const url = host('resolveImport', specifier, referrer, metaOnly);
  if (typeof url === 'number') throw faultError(host('lastError'));
  return url;
}

/** Called by a driver when its target was evaluated, or, deferred, when it can be. */
export function publish(id: number, namespace: Namespace): void {
  const driver = drivers.get(id);
  if (driver === undefined) return;
  driver.namespace = namespace;
  if (driver.waiting) finish(driver);
}

/** The worker found that the target of a driver failed. Only the texts of its error came through. */
export function failDriver(id: number, name: string, message: string, stack: string): void {
  const driver = drivers.get(id);
  if (driver === undefined) return;
  forget(driver);
  driver.failed(copiedReason(name, message, stack));
}

/** The script is an ES module. */
export function runEsMain(path: string): void {
  mainUrl = urlOf(path);
  let over = false;
  const end = () => {
    over = true;
    setUnsettled(undefined);
  };
  // In node a promise carries the error: what the script has put into the queue before comes first.
  const fail = (error: unknown) => {
    end();
    afterMicrotasks(() => raiseUncaught(error, 'unhandledRejection'));
  };
  try {
    link(mainUrl, undefined);
  } catch (error) {
    if (isExitSignal(error)) throw error;
    fail(error);
    return;
  }
  const url = mainUrl;
  start({ ...newDriver(url), done: end, failed: fail, busy: () => undefined }, 'defer');
  if (!over) setUnsettled(() => writeStdio(2, `Warning: Detected unsettled top-level await at ${url}\n`));
}

/** require() of an ES module: its namespace, evaluated now. */
export function requireEsModule(path: string, module: Module): unknown {
  const url = urlOf(path);
  let namespace = namespaces.get(url);
  if (namespace === undefined) {
    link(url, undefined);
    if (host('moduleAwaits', url) !== 0) throw asyncError(path, module);
    let failure: { readonly error: unknown } | undefined;
    const driver = {
      ...newDriver(url),
      done: (result: Namespace) => {
        namespace = result;
      },
      failed: (error: unknown) => {
        failure = { error };
      },
      busy: () => {
        failure = { error: depth > 0 ? cycleError(path, module.parent) : asyncError(path, module) };
      },
    };
    start(driver, 'defer');
    if (failure !== undefined) throw failure.error;
    // Without `import defer` (Node 24) nothing more is known of it.
    if (namespace === undefined) throw new Error(`Cannot require ES module "${path}": it threw while it was evaluated`);
  }
  if ('module.exports' in namespace) return namespace['module.exports'];
  return !('default' in namespace) || '__esModule' in namespace ? namespace : drivenNamespace(url, 'marked');
}

/** For the next run of a kept context. The script's own module goes in any case. */
export function forgetEsModules(keep: boolean): void {
  drivers.clear();
  if (mainUrl !== undefined) namespaces.delete(mainUrl);
  mainUrl = undefined;
  if (keep) return;
  namespaces.clear();
  closeBridge();
}

function importModule(
  url: string,
  type: string | undefined,
  resolve: (namespace: Namespace) => void,
  reject: (error: unknown) => void,
): void {
  try {
    link(url, type);
  } catch (error) {
    if (isExitSignal(error)) throw error;
    reject(error);
    return;
  }
  const driver: Driver = {
    ...newDriver(url),
    done: resolve,
    failed: reject,
    // Somebody else's evaluation is under way: a driver that is not deferred waits for it.
    busy: () => start({ ...driver, ...newDriver(url) }, 'now'),
  };
  start(driver, 'defer');
}

function newDriver(url: string): Pick<Driver, 'id' | 'url' | 'namespace' | 'deferred' | 'waiting'> {
  return { id: ++ids, url, namespace: undefined, deferred: false, waiting: false };
}

function start(driver: Driver, mode: 'defer' | 'now'): void {
  drivers.set(driver.id, driver);
  const answer = host('driveModule', driver.url, driver.id, mode);
  if (answer < 0) throw faultError(host('lastError'));
  driver.deferred = answer === 1;
  if (driver.namespace === undefined) driver.waiting = true;
  else finish(driver);
}

function finish(driver: Driver): void {
  forget(driver);
  const namespace = driver.namespace as Namespace; // both callers have looked
  if (!driver.deferred) return settle(driver, namespace);
  try {
    depth++;
    ReflectOwnKeys(namespace);
  } catch (error) {
    depth--;
    if (isExitSignal(error)) throw error;
    if (isNotReady(error)) driver.busy();
    else driver.failed(error);
    return;
  }
  depth--;
  // A deferred namespace is another object than the one of an import.
  settle(driver, drivenNamespace(driver.url, 'now'));
}

function settle(driver: Driver, namespace: Namespace): void {
  namespaces.set(driver.url, namespace);
  driver.done(namespace);
}

function forget(driver: Driver): void {
  drivers.delete(driver.id);
  host('moduleDone', driver.id);
}

/** The namespace of a module that was evaluated. */
function drivenNamespace(url: string, mode: 'now' | 'marked'): Namespace {
  const driver: Driver = { ...newDriver(url), done() {}, failed() {}, busy() {} };
  drivers.set(driver.id, driver);
  host('driveModule', url, driver.id, mode);
  forget(driver);
  return driver.namespace as Namespace; // evaluated: the driver has published
}

function link(url: string, type: string | undefined): void {
  openBridge(() => {
    for (;;) {
      const wanted = host('linkModule', url, type);
      if (typeof wanted === 'number') throw faultError(host('lastError'));
      if (wanted === '') return;
      for (const name of wanted.split('\0')) host('builtinNames', name, exportNames(name).join('\0'));
    }
  });
}

function urlOf(path: string): string {
  const url = host('fileUrl', path);
  if (typeof url === 'number') throw faultError(host('lastError'));
  return url;
}

/** The type attribute of `import(x, { with: { type } })`. */
function typeOf(options: unknown): string | undefined {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('The second argument of import() must be an object');
  }
  const { with: attributes } = options as { with?: unknown };
  if (attributes === undefined) return undefined;
  if (typeof attributes !== 'object' || attributes === null) {
    throw new TypeError("The 'options' argument of import() must be an object");
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== 'string') throw new TypeError('Import attribute value must be a string');
    if (name !== 'type') throw nodeError('ERR_IMPORT_ATTRIBUTE_UNSUPPORTED', name, value);
  }
  return (attributes as { type?: string }).type;
}

/** V8's answer to a look at a deferred module that is being evaluated. */
function isNotReady(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'Deferred module is not ready for sync execution';
}

function afterMicrotasks(task: () => void): void {
  const settled = NativePromise.resolve();
  ReflectApply(then, ReflectApply(then, settled, [() => undefined]), [() => guard(task)]);
}

/** require() of an ES module that is being evaluated. */
export function cycleError(path: string, parent: Module | null | undefined): Error {
  const from = parent?.filename;
  return nodeError(
    'ERR_REQUIRE_CYCLE_MODULE',
    `Cannot require() ES Module ${path} in a cycle.${from ? ` (from ${from})` : ''} A cycle involving require(esm) is not allowed to ` +
      'maintain invariants mandated by the ECMAScript specification. Try making at least part of the dependency in the graph lazily loaded.',
  );
}

function asyncError(path: string, module: Module): Error {
  return nodeError('ERR_REQUIRE_ASYNC_MODULE', path, requireStack(module.parent));
}
