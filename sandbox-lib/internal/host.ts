// The host function, set once at boot, before any other room of the library is entered. Inside the context.
import type { Bridge, HostCall, LibraryConstants } from '../bridge.ts';
import { refuseAfterEnd } from './exit.ts';

const { apply } = Reflect;
let call: HostCall = () => {
  throw new Error('The bridge is not connected');
};
let connected = false;
let constantsText = '{}';
let constants: LibraryConstants | undefined;

/** Connects the library to its worker. */
export function connectHost(host: HostCall, text: string): void {
  call = host;
  connected = true;
  constantsText = text;
  constants = undefined;
}

/** False outside a run: unit tests use the library's rooms without a worker. */
export function hasHost(): boolean {
  return connected;
}

/** Calls one function of the bridge. After the end of the run it does not return. */
export function host<K extends keyof Bridge>(_name: K, ..._args: Parameters<Bridge[K]>): ReturnType<Bridge[K]> {
  refuseAfterEnd();
  // biome-ignore lint/complexity/noArguments: to spread an array asks its iterator, which a script may have patched
  return apply(call, undefined, arguments) as ReturnType<Bridge[K]>; // as `call` is declared
}

/** As `host`, for the code that ends the run. */
export function hostRaw<K extends keyof Bridge>(_name: K, ..._args: Parameters<Bridge[K]>): ReturnType<Bridge[K]> {
  // biome-ignore lint/complexity/noArguments: as in host()
  return apply(call, undefined, arguments) as ReturnType<Bridge[K]>; // as `call` is declared
}

const { parse } = JSON;

/** What the worker said at boot, parsed at first use. */
export function hostConstants(): LibraryConstants {
  constants ??= parse(constantsText) as LibraryConstants;
  return constants;
}

/** Asked for at each boot, so read without parsing. */
export function forbidsCodeGeneration(): boolean {
  return constantsText.includes('"codeGeneration":false');
}

/** Asked for at each boot, so read without parsing. */
export function isTraced(): boolean {
  return constantsText.includes('"trace":true');
}

/** The one constant that is asked for in every run that joins paths: read without parsing the rest. */
export function isWindowsHost(): boolean {
  return constantsText.includes('"platform":"win32"');
}
