// THE CONTRACT between the worker (engine/worker/bridge) and the library (sandbox-lib): types and constants, imports nothing.
//
// Every function here is called by name through one host function: host('write', 1, 'text', false). Rules for all of them:
// - synchronous; arguments and results are strings, numbers, booleans, bytes (Uint8Array) or undefined, never objects;
// - never throws: a failed call answers a negative number, -errno as in Node's `error.errno` (-2 is ENOENT), and a call
//   that can fail for another reason leaves its sentence for `lastError()`;
// - the host validates every argument: the caller may be the script itself, not the library.

/** A negative number is -errno; every other result is a success. */
export type Errno = number;

export interface StdioBridge {
  /** Appends to stdout (1) or stderr (2). Text is encoded as UTF-8. `deliver`: hand it to the parent now, not with what follows. */
  write(fd: 1 | 2, data: string | Uint8Array, deliver: boolean): 0 | Errno;
  /** The next bytes of the request body, at most `max`; empty at its end. Blocks never: the body is complete before a run starts. */
  readStdin(max: number): Uint8Array | Errno;
}

export interface ProcessBridge {
  /** The run has ended with this exit code; everything written was flushed. Every later call is refused. */
  ending(code: number): 0;
  /** A script runs on after its end: the host ends the isolate. */
  exit(): 0;
  /** Reports an uncaught error, as printed on stderr. */
  fail(text: string): 0;
  /** More live timers than allowed: the host ends the isolate. */
  timerLimit(count: number): 0;
  /** The real path of a folder the run may read: its next working directory. */
  realFolder(path: string): string | Errno;
  /** With the constant `trace`: the script has read a variable, or loads a module of Node's. */
  touch(kind: 'env' | 'modules', name: string): 0 | Errno;
  /** Milliseconds on a monotonic clock, with fractions. */
  clock(): number;
  /** CPU microseconds of the worker during this run: user, then system, as 'user system'. */
  cpuUsage(): string;
  /** 'rss heapTotal heapUsed external arrayBuffers limit' in bytes, separated by spaces. */
  memoryUsage(): string;
  /** The sentence that goes with the last negative result of a call that is not about files: 'CODE\0message', or ''. */
  lastError(): string;
}

/** A CommonJS module as a function. One that uses `import()` comes inside of a function that takes it: it has one parameter, not five. */
export type ModuleFunction = (
  exports: unknown,
  require: unknown,
  module: unknown,
  filename: string,
  dirname: string,
) => unknown;

/** What `load` answers for an ES module: it is not required but imported. */
export const IS_ES_MODULE = 1;

/** On a negative result of any of these `lastError()` has what is wrong as JSON: a FaultRecord of bridge-faults.ts. */
export interface ModuleBridge {
  /**
   * Where require(specifier) of the file `parent` leads: an absolute real path or a built-in. `folders` (module.paths) and
   * `extensions` (the keys of require.extensions) are NUL-joined, empty for node's own.
   */
  resolve(specifier: string, parent: string, folders: string, extensions: string): string | Errno;
  /** Compiles (or takes from the isolate's cache) the module at this path as returned by `resolve`. JSON files come as text. */
  load(path: string): ModuleFunction | string | typeof IS_ES_MODULE | Errno;
  /** The JavaScript at this path: a TypeScript file without its types. */
  sourceText(path: string): string | Errno;
  /** Compiles a text as the CommonJS module at this path. */
  compileFunction(text: string, path: string): ModuleFunction | Errno;
  /** Where an import leads: a URL. With `metaOnly` no file is asked for, as by import.meta.resolve(). */
  resolveImport(specifier: string, parentUrl: string, metaOnly: boolean): string | Errno;
  /** Links an ES module with all it imports; `type` is its import attribute. Built-ins in the answer (NUL-joined) want `builtinNames` first. */
  linkModule(url: string, type: string | undefined): string | Errno;
  /** The names a built-in exports, NUL-joined. */
  builtinNames(name: string, names: string): 0 | Errno;
  /**
   * Evaluates a linked module: `publish(id, namespace)` of the library is called when that is done. With 'defer' and an answer of 1 it
   * is called before, and the evaluation happens at the first look at the namespace. 'marked': a namespace with __esModule.
   */
  driveModule(url: string, id: number, mode: 'defer' | 'now' | 'marked'): 0 | 1 | Errno;
  /** Whether a linked module, or anything it imports, has a top-level await: 1 or 0. */
  moduleAwaits(url: string): number;
  /** This driver's target was evaluated, well or not. */
  moduleDone(id: number): 0 | Errno;
  /** The URL of a file. */
  fileUrl(path: string): string | Errno;
  /** Whether V8 takes this text as a script. */
  checkScript(code: string, filename: string, line: number, column: number): 0 | Errno;
  /** Runs a script in a context of the run, 0 is its own. A negative number is an error only if there is a `lastError()`: what it threw. */
  runScript(code: string, filename: string, line: number, column: number, timeout: number, context: number): unknown;
  /** Makes a context under a number of the library's choice and runs a text in it: an object with a function `enter`. */
  openContext(id: number, text: string): object | Errno;
  /** Calls that function, for at most `timeout` ms if that is not 0. */
  enterContext(id: number, timeout: number): 0 | Errno;
  /** One line (from 1) of a source this run has loaded, at most 512 characters, for the frame above an uncaught error. */
  sourceLine(path: string, line: number): string | Errno;
}

/** How a path operation treats a symbolic link at the last step of its path. */
export type FollowLinks = boolean;

/**
 * Files of a run, confined to its grants. Paths are absolute (the library puts the virtual cwd in front, textually untouched) and
 * without NUL; outside of the grants everything is -EACCES. Descriptors are numbers of the run: 0, 1 and 2 are its stdio.
 */
export interface FilesBridge {
  /** Opens with open(2) flags; unknown flags are ignored, special files refused. `/dev/null`, `/dev/stdin`… are known. */
  fsOpen(path: string, flags: number, mode: number): number | Errno;
  fsClose(fd: number): 0 | Errno;
  /** At most `length` bytes (the host may cap it) from `position`, or from where the last read ended when that is negative. */
  fsRead(fd: number, length: number, position: number): Uint8Array | Errno;
  /** Text is encoded as UTF-8. The number of bytes written; all of them but for a full disk or a limit. */
  fsWrite(fd: number, data: string | Uint8Array, position: number): number | Errno;
  /** open, read to the end, close in one crossing; `text`: decoded as UTF-8. -EFBIG for stdin and for what is too large for that. */
  fsReadFile(path: string, flags: number, text: boolean): string | Uint8Array | Errno;
  /** open, write all, close in one crossing. */
  fsWriteFile(path: string, flags: number, mode: number, data: string | Uint8Array): 0 | Errno;
  /**
   * 'dev mode nlink uid gid rdev blksize ino size blocks atimeNs mtimeNs ctimeNs birthtimeNs' in decimal: exact, and text crosses
   * faster than bytes.
   */
  fsStat(path: string, follow: FollowLinks): string | Errno;
  fsFstat(fd: number): string | Errno;
  /** 'type bsize frsize blocks bfree bavail files ffree' in decimal. */
  fsStatfs(path: string): string | Errno;
  /** Names joined by NUL; with `types` each has one digit of UV_DIRENT_* in front. */
  fsReaddir(path: string, types: boolean): string | Errno;
  fsMkdir(path: string, mode: number): 0 | Errno;
  /** The six characters that were put behind the prefix. */
  fsMkdtemp(prefix: string): string | Errno;
  fsRmdir(path: string): 0 | Errno;
  fsUnlink(path: string): 0 | Errno;
  fsRename(from: string, to: string): 0 | Errno;
  /** A hard link; both sides need a writable grant. */
  fsLink(from: string, to: string): 0 | Errno;
  /** The target must lie inside the grants. -EPERM where Node's permission model forbids symbolic links altogether. */
  fsSymlink(target: string, path: string): 0 | Errno;
  fsReadlink(path: string): string | Errno;
  fsRealpath(path: string): string | Errno;
  /** `mode` as in access(2): R_OK 4, W_OK 2, X_OK 1. */
  fsAccess(path: string, mode: number): 0 | Errno;
  fsCopyFile(from: string, to: string, exclusive: boolean): 0 | Errno;
  fsChmod(path: string, mode: number): 0 | Errno;
  fsFchmod(fd: number, mode: number): 0 | Errno;
  /** Times in seconds with fractions. */
  fsUtimes(path: string, atime: number, mtime: number, follow: FollowLinks): 0 | Errno;
  fsFutimes(fd: number, atime: number, mtime: number): 0 | Errno;
  fsFtruncate(fd: number, length: number): 0 | Errno;
  fsSync(fd: number, dataOnly: boolean): 0 | Errno;
  /** Sets the mask of new files' modes and answers the one before; a negative mask only asks. */
  umask(mask: number): number;
}

/** Encodings both sides know, by Buffer's names. */
export type BridgeEncoding = 'utf8' | 'utf16le' | 'latin1' | 'ascii' | 'base64' | 'base64url' | 'hex';

/** What is slow inside a young context, where loops run in the interpreter. */
export interface EncodingBridge {
  /** The bytes of a text, as Buffer.from() reads it. */
  encodeText(text: string, encoding: BridgeEncoding): Uint8Array | Errno;
  /** The text of bytes, as Buffer's toString() writes it. */
  decodeText(bytes: Uint8Array, encoding: BridgeEncoding): string | Errno;
  /** How many bytes the text takes in UTF-8. */
  utf8Length(text: string): number;
  /** Where `needle` begins in `bytes`; their length where it does not. */
  findBytes(bytes: Uint8Array, needle: Uint8Array): number | Errno;
  /** The name of the encoding that has this label in the WHATWG Encoding standard; EINVAL for a label node does not know. */
  encodingName(label: string): string | Errno;
  /**
   * The text of bytes in an encoding of the WHATWG Encoding standard, as `encodingName` names it.
   * `fatal`: EILSEQ for bytes that have no meaning in it; `stream`: an unfinished sequence at the end is left out.
   */
  decodeLabel(bytes: Uint8Array, label: string, fatal: boolean, stream: boolean): string | Errno;
}

/** The parts of a URL that have a setter of their own. */
export type UrlPart =
  | 'protocol'
  | 'username'
  | 'password'
  | 'host'
  | 'hostname'
  | 'port'
  | 'pathname'
  | 'search'
  | 'hash';

/** The URL Standard as the host's parser has it. A URL crosses as its href, which says it all; -EINVAL where it is not valid. */
export interface UrlBridge {
  urlParse(input: string, base: string | undefined): string | Errno;
  /** The href with one part set, unchanged where the setter ignores the value. */
  urlUpdate(href: string, part: UrlPart, value: string): string | Errno;
  /** Empty for a domain that is not valid. */
  domainToASCII(domain: string): string;
  domainToUnicode(domain: string): string;
}

/** How a digest comes back: '' as bytes. */
export type DigestEncoding = '' | 'hex' | 'base64' | 'base64url' | 'latin1';

/**
 * The host's node:crypto. What has too many shapes for plain arguments travels packed (sandbox-lib/internal/packing.ts): JSON text, and
 * the bytes it mentions beside it. Results that are not bytes are JSON text. After a negative result `lastError()` has a third part
 * behind a second NUL: JSON of the error's class and further properties.
 * Objects with a life (hashes, ciphers …) are small numbers of the run: there is a cap on them, and they end with it.
 */
export interface CryptoBridge {
  /** A whole digest in one crossing. */
  cryptoHash(algorithm: string, data: string | Uint8Array, encoding: DigestEncoding): string | Uint8Array | Errno;
  cryptoHmac(
    algorithm: string,
    key: string | Uint8Array,
    data: string | Uint8Array,
    encoding: DigestEncoding,
  ): string | Uint8Array | Errno;
  /** At most 1 MiB. */
  cryptoRandom(size: number): Uint8Array | Errno;
  /** One of node:crypto's functions with packed arguments. */
  cryptoCall(operation: string, packed: string, ...bytes: Uint8Array[]): string | Uint8Array | Errno;
  /** Makes an object: the number it has from now on. */
  cryptoOpen(kind: string, packed: string, ...bytes: Uint8Array[]): number | Errno;
  /** One of the object's methods; text is UTF-8. */
  cryptoUpdate(id: number, data: string | Uint8Array): Uint8Array | Errno;
  cryptoUse(id: number, method: string, packed: string, ...bytes: Uint8Array[]): string | Uint8Array | number | Errno;
  cryptoClose(id: number): 0 | Errno;
}

/** The host's node:zlib; errors as for CryptoBridge. `kind` is the name of a class of node:zlib. */
export interface ZlibBridge {
  /** Compresses or decompresses the whole of `data`. The result begins with the bytes that were read of it: u32, little endian. */
  zlibRun(kind: string, data: string | Uint8Array, packed: string, ...bytes: Uint8Array[]): Uint8Array | Errno;
  zlibOpen(kind: string, packed: string, ...bytes: Uint8Array[]): number | Errno;
  /** One step of a stream. Without input it goes on with what is left. At most `max` bytes behind two u32, little endian: left input, left room. */
  zlibWrite(id: number, flush: number, input: Uint8Array | undefined, max: number): Uint8Array | Errno;
  zlibParams(id: number, level: number, strategy: number): 0 | Errno;
  zlibReset(id: number): 0 | Errno;
  zlibClose(id: number): 0 | Errno;
  crc32(data: string | Uint8Array, value: number): number;
  /** JSON of node:zlib's constants. */
  zlibConstants(): string;
}

export interface Bridge
  extends StdioBridge,
    ProcessBridge,
    ModuleBridge,
    FilesBridge,
    EncodingBridge,
    UrlBridge,
    CryptoBridge,
    ZlibBridge {}

/** The one function the host injects. */
export type HostCall = <K extends keyof Bridge>(name: K, ...args: Parameters<Bridge[K]>) => ReturnType<Bridge[K]>;

/** What the worker tells the library once per context, as JSON. The same for every run of an engine. */
export interface LibraryConstants {
  readonly nodeVersion: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly arch: string;
  readonly execPath: string;
  readonly pid: number;
  readonly maxTimers: number;
  readonly codeGeneration: boolean;
  readonly trace: boolean;
}

/** What `start` is given. Lists travel as NUL-joined text: one crossing, no clone. NUL cannot occur in them (checked by the host). */
export type StartArguments = [env: string, argv: string, cwd: string, main: string];

/** The first entry of a context brings the host function and the LibraryConstants; one more crossing would cost each request 6 µs. */
export type Connection = [host: HostCall, constants: string];

/** Results of `enter('start')` and `enter('turn')`: milliseconds to sleep, or one of these. */
export const TURN_AGAIN = 0;
export const TURN_OVER = -1;

/**
 * The completion value of the library's script: the only way into a context.
 * - 'start': runs the script; in a context that was not entered before, with the connection; with its function, if the host knows it ahead
 * - 'turn': does one due macrotask; the answer says what to do next
 * - 'watch': the first entry of a context that will serve more than one run: remembers how it is, and whether modules will be kept
 * - 'flush': hands over what was written; after a time limit, so that it tells how far the script came
 * - 'rejected': an unhandled rejection surfaced as the error of an entry; name, message and stack of its reason come back in; no name:
 *   it was no Error and the message shows it
 * - 'moduleFailed': the module a driver waits for has failed; name, message and stack of what it threw come in, as with 'rejected'
 */
export type Enter = (
  ...entry:
    | ['start', ...StartArguments, ...(Connection | [undefined?, undefined?]), code?: ModuleFunction | undefined]
    | ['turn']
    | ['flush']
    | ['watch', ...Connection, modules: 'keep' | 'forget']
    | ['moduleFailed', driver: string, name: string, message: string, stack: string]
    | ['rejected', name: string, message: string, stack: string]
) => number;

/**
 * The same function, entered between two runs of a kept context with 'reset' and whether the modules of the script are kept. The answer
 * is empty, or what the run left behind: then the context cannot serve another one.
 */
export type Reset = (entry: 'reset', modules: 'keep' | 'forget') => string;
