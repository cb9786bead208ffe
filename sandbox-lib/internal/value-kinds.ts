// Which built-in an object is, found quickly: by the first built-in prototype on its chain, then checked by that built-in's own
// methods. An object whose chain was cut off is tried against each of them. Inside the context. Plain objects and arrays, nearly all
// there is, need nothing but this file.
import { engineName } from './engine-name.ts';
import { ReflectApply, ReflectGetPrototypeOf } from './primordials.ts';
import * as types from './types.ts';

type Check = (value: unknown) => boolean;

/** Kinds that are found by their prototype, then checked. */
interface Checks {
  readonly byKind: ReadonlyMap<Kind, Check>;
  readonly byPrototype: ReadonlyMap<object, Kind>;
}

export type Kind =
  | 'Array'
  | 'Set'
  | 'Map'
  | 'TypedArray'
  | 'Map Iterator'
  | 'Set Iterator'
  | 'Arguments'
  | 'RegExp'
  | 'Date'
  | 'Error'
  | 'ArrayBuffer'
  | 'SharedArrayBuffer'
  | 'DataView'
  | 'Promise'
  | 'WeakSet'
  | 'WeakMap'
  | 'Module'
  | 'Number'
  | 'String'
  | 'Boolean'
  | 'BigInt'
  | 'Symbol'
  | 'Function'
  | 'Object';

let checks: Checks | undefined;

function createChecks(): Checks {
  const kinds: readonly (readonly [kind: Kind, prototype: object | null, check: Check])[] = [
    ['Set', Set.prototype, types.isSet],
    ['Map', Map.prototype, types.isMap],
    ['TypedArray', ReflectGetPrototypeOf(Uint8Array.prototype), types.isTypedArray],
    ['Map Iterator', ReflectGetPrototypeOf(new Map().keys()), types.isMapIterator],
    ['Set Iterator', ReflectGetPrototypeOf(new Set().keys()), types.isSetIterator],
    ['RegExp', RegExp.prototype, types.isRegExp],
    ['Date', Date.prototype, types.isDate],
    ['Error', Error.prototype, types.isNativeError],
    ['ArrayBuffer', ArrayBuffer.prototype, types.isArrayBuffer],
    ['SharedArrayBuffer', SharedArrayBuffer.prototype, types.isSharedArrayBuffer],
    ['DataView', DataView.prototype, types.isDataView],
    ['Promise', Promise.prototype, types.isPromise],
    ['WeakSet', WeakSet.prototype, types.isWeakSet],
    ['WeakMap', WeakMap.prototype, types.isWeakMap],
    ['Module', null, types.isModuleNamespaceObject],
    ['Number', Number.prototype, types.isNumberObject],
    ['String', String.prototype, types.isStringObject],
    ['Boolean', Boolean.prototype, types.isBooleanObject],
    ['BigInt', BigInt.prototype, types.isBigIntObject],
    ['Symbol', Symbol.prototype, types.isSymbolObject],
  ];
  const byPrototype = new Map<object, Kind>();
  for (const [kind, prototype] of kinds) if (prototype !== null) byPrototype.set(prototype, kind);
  return { byKind: new Map(kinds.map(([kind, , check]) => [kind, check])), byPrototype };
}

const ObjectPrototype = Object.prototype;
const { toString: objectToString } = ObjectPrototype;

/** The kind of an object that is neither a proxy nor a function. */
export function kindOf(value: object): Kind {
  if (Array.isArray(value)) return 'Array';
  for (let at = ReflectGetPrototypeOf(value); at !== ObjectPrototype; at = ReflectGetPrototypeOf(at)) {
    checks ??= createChecks();
    if (at === null) return tryAll(value, checks);
    const kind = checks.byPrototype.get(at);
    // Whatever inherits from Error is shown as one.
    if (kind === 'Error' || (kind !== undefined && checks.byKind.get(kind)?.(value))) return kind;
  }
  if (Error.isError(value)) return 'Error';
  // Without a tag of its own the kind shows, even behind a prototype of another: Arguments, Date, Number …
  if (Symbol.toStringTag in value) return 'Object';
  const kind = ReflectApply(objectToString, value, []).slice('[object '.length, -1) as Kind;
  return kind !== 'Object' && types.isPrototypeObject(value) ? 'Object' : kind;
}

/** What no prototype tells any more. V8 names the kind when it refuses a receiver: one attempt in place of twenty. */
function tryAll(value: object, { byKind }: Checks): Kind {
  if (types.isTypedArray(value)) return 'TypedArray';
  if (types.isDataView(value)) return 'DataView';
  if (types.isNativeError(value)) return 'Error';
  const refusal = types.mapRefusal(value);
  if (refusal === undefined) return 'Map';
  const named = /\[object (.*)\]$/.exec(refusal)?.[1] as Kind | undefined; // or another name, which is no kind
  if (named === 'Arguments' || named === 'Map Iterator' || named === 'Set Iterator') return named;
  if (named !== undefined && byKind.get(named)?.(value)) return named;
  // A tag of its own hides the kind; namespaces have one.
  if (!(Symbol.toStringTag in value)) return engineName(value) === 'Promise' ? 'Promise' : 'Object';
  for (const [kind, check] of byKind) if (check(value)) return kind;
  return 'Object';
}
