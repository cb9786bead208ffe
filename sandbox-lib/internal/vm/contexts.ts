// Contexts of node:vm beside the run's own, and code that runs in them. Inside the context; see realm.ts for what stands at their other end.
import { nodeError } from '../errors.ts';
import { exitNow, isOver } from '../exit.ts';
import { host } from '../host.ts';
import { copyThrown, faultError } from '../module-faults.ts';
import { ObjectGetOwnPropertyDescriptor, PlainProxy } from '../primordials.ts';
import { addGlobal } from '../proxy-records.ts';
import { SafeWeakMap } from '../safe-collections.ts';
import { addTwins } from '../types.ts';
import { addArrow } from './arrow.ts';
import { deletesName, needsScript } from './needs-script.ts';
import { type Realm, type RealmDoor, realmText } from './realm.ts';

export interface CodeGeneration {
  readonly strings: boolean;
  readonly wasm: boolean;
}

/** A text with its place, as the options of node:vm give it. */
export interface Source {
  readonly code: string;
  readonly filename: string;
  readonly line: number;
  readonly column: number;
}

/** How a script is run. */
export interface Running {
  /** Milliseconds, 0 for no limit of its own. */
  readonly timeout: number;
  /** Whether the place goes above the stack of what it throws. */
  readonly displayErrors: boolean;
  /** The context was made for this script: nothing is to see its names later. */
  readonly once?: boolean;
}

const DECLARES = /\b(?:var|function)\b/;

interface Context {
  readonly id: number;
  readonly realm: Realm;
}

/** By sandbox object, or by the view of a global object that has none. */
const contexts = new SafeWeakMap<object, Context>();
let made = 0;
let view: object | undefined;

export function isContextified(object: object): boolean {
  return contexts.has(object);
}

/** Makes a context for a sandbox object; without one the answer is its global object. */
export function contextify(sandbox: object | undefined, { strings, wasm }: CodeGeneration): object {
  const id = ++made;
  const door = host('openContext', id, realmText());
  if (typeof door === 'number') throw faultError(host('lastError'));
  const realm = (door as RealmDoor).start({
    strings,
    wasm,
    hostGlobal: globalThis,
    hostObjectPrototype: Object.prototype,
    hostView: viewOfOwnGlobal,
  });
  addTwins(realm.prototypes());
  addGlobal(realm.global, realm.view());
  if (sandbox !== undefined) realm.contextify(sandbox);
  const key = sandbox ?? realm.view();
  contexts.set(key, { id, realm });
  return key;
}

/** An error that node makes in the context of the sandbox object. */
export function copyInto(sandbox: object, error: Error): Error {
  const { name, message, stack = '' } = error;
  return contexts.get(sandbox)?.realm.copyError(name, message, stack) ?? error;
}

/** Runs a text in the context of a sandbox object. */
export function runInContextOf(sandbox: object, source: Source, { timeout, displayErrors, once }: Running): unknown {
  const context = contexts.get(sandbox);
  if (context === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'contextifiedObject', 'vm.Context', sandbox);
  const { realm, id } = context;
  const { code, filename, line, column } = source;
  realm.open();
  try {
    if (DECLARES.test(code) && !deletesName(code)) realm.declare(code);
    const isPlain = line === 0 && column === 0 && !/\s|^$/.test(filename) && !needsScript(code, once === true);
    if (!isPlain) return realm.outward(runScriptOnHost(source, timeout, id, realm.copyError));
    // Its name in stacks; a mark of its own in the code would come later and win.
    const text = `${code}\n//# sourceURL=${filename}`;
    return realm.outward(realm.evaluate(text, timeout === 0 ? undefined : () => enter(id, timeout)));
  } catch (error) {
    if (timeout > 0 && isTimeout(error)) throw Object.assign(copyInto(sandbox, error), { code: error.code });
    if (displayErrors) addArrow(error, source);
    throw error;
  } finally {
    realm.close();
  }
}

/** Has the host run a script in a context of the run, 0 for its own. */
export function runScriptOnHost(
  { code, filename, line, column }: Source,
  timeout: number,
  context: number,
  copyError?: Realm['copyError'],
): unknown {
  const value = host('runScript', code, filename, line, column, timeout, context);
  if (typeof value !== 'number' || value >= 0) return value;
  // The script called process.exit(): its signal did not come through.
  if (isOver()) exitNow();
  const error = host('lastError');
  // Without one the number is the script's own.
  if (error === '') return value;
  throw copyThrown(error, copyError);
}

function isTimeout(error: unknown): error is Error & { code: string } {
  return error instanceof Error && (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function enter(id: number, timeout: number): void {
  if (host('enterContext', id, timeout) === 0) return;
  if (isOver()) exitNow();
  throw copyThrown(host('lastError'));
}

/** V8 does not let other contexts look at a global object, but at a proxy of one. */
function viewOfOwnGlobal(): object {
  view ??= new PlainProxy(
    {},
    {
      get: (_, key) => Reflect.get(globalThis, key),
      set: (_, key, value) => Reflect.set(globalThis, key, value),
      has: (_, key) => Reflect.has(globalThis, key),
      deleteProperty: (_, key) => Reflect.deleteProperty(globalThis, key),
      ownKeys: () => Reflect.ownKeys(globalThis),
      getPrototypeOf: () => Reflect.getPrototypeOf(globalThis),
      defineProperty: (_, key, descriptor) => Reflect.defineProperty(globalThis, key, descriptor),
      getOwnPropertyDescriptor(_, key) {
        const descriptor = ObjectGetOwnPropertyDescriptor(globalThis, key);
        // A proxy may not say of what its target lacks that it stays.
        return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
      },
    },
  );
  return view;
}
