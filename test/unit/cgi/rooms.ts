// What the tests of the CGI rooms share: default options, a file system in memory, and the expectation of a refusal.
import assert from 'node:assert/strict';
import { configureEnvironment } from '../../../engine/cgi/configured-environment.ts';
import type { EnvironmentOptions } from '../../../engine/cgi/environment.ts';
import type { HeaderBlock, HeaderBlockOptions } from '../../../engine/cgi/header-block.ts';
import type { LocateOptions } from '../../../engine/cgi/locate.ts';
import { buildResponse, type ResponseOptions, type ResponsePlan } from '../../../engine/cgi/response.ts';
import type { FileKind, FileProbe } from '../../../engine/cgi/script-file.ts';
import { type ErrorCode, isCgiError } from '../../../engine/errors.ts';
import type { HeaderPairs } from '../../../engine/types.ts';

export const ROOT = '/srv/cgi';

export const LOCATE: LocateOptions = {
  root: ROOT,
  index: ['index.js', 'index.cgi'],
  extensions: ['.js', '.cjs', '.mjs', '.ts', '.cgi'],
  mergeSlashes: true,
  encodedSlashes: 'refuse',
  acceptPathInfo: true,
  followSymlinks: false,
  requireExecBit: false,
  maxPathBytes: 4096,
};

export const ENVIRONMENT: EnvironmentOptions = {
  serverSoftware: 'freshcgi/1.2.3',
  env: configureEnvironment({}),
  allowUnderscores: false,
  passHopByHop: false,
  passAuthorization: false,
  maxRequestFields: 100,
  maxEnvironmentBytes: 131_072,
};

export const OUTPUT: HeaderBlockOptions & ResponseOptions = {
  onMalformed: 'strict',
  acceptStatusLine: true,
  maxHeaderLineBytes: 8192,
  maxHeaderBlockBytes: 65_536,
  maxHeaderFields: 256,
  localRedirect: 'sole',
  keepCgiFields: false,
};

/** A file in memory: what kind it is, where its real path lies when it is a link, its first line. */
export interface MemoryFile {
  readonly kind?: FileKind;
  readonly link?: string;
  readonly firstLine?: string;
  readonly executable?: boolean;
}

/** A FileProbe over a table of paths under ROOT; folders above a file exist by themselves. Links may be folders. */
export function memoryProbe(files: Readonly<Record<string, MemoryFile>>): FileProbe {
  const table = new Map<string, MemoryFile>([[ROOT, { kind: 'directory' }]]);
  for (const [name, file] of Object.entries(files)) {
    const path = name.startsWith('/') ? name : `${ROOT}/${name}`;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end);
      if (!table.has(parent)) table.set(parent, { kind: 'directory' });
    }
    table.set(path, file);
  }
  const real = (path: string): string => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const link = table.get(path.slice(0, end))?.link;
      if (link !== undefined) return real(link + path.slice(end));
    }
    return path;
  };
  return {
    kind: (path) => {
      const file = table.get(real(path));
      return file === undefined ? 'missing' : (file.kind ?? 'file');
    },
    realpath: (path) => (table.has(real(path)) ? real(path) : undefined),
    isExecutable: (path) => table.get(path)?.executable === true,
    firstLine: (path) => table.get(path)?.firstLine ?? '',
  };
}

/** Runs `action` and expects a CgiError with this code; returns its message. */
export function refusal(action: () => unknown, code: ErrorCode): string {
  try {
    const result = action();
    assert.fail(`expected ${code}, got ${JSON.stringify(result)}`);
  } catch (error) {
    if (!isCgiError(error)) throw error;
    assert.equal(error.code, code, error.message);
    return error.message;
  }
}

/** latin1 text as bytes. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** How the script of a response was called, and the options that differ. */
export interface ResponseCall {
  readonly method?: string;
  readonly nph?: boolean;
  readonly statusLine?: string;
  readonly options?: Partial<ResponseOptions>;
}
/** The plan for these fields. */
export function respond(fields: HeaderPairs, call: ResponseCall = {}): ResponsePlan {
  const block: HeaderBlock = { fields, statusLine: call.statusLine, rest: new Uint8Array(0), warnings: [] };
  const source = { script: 'x.js', method: call.method ?? 'GET', nph: call.nph ?? false };
  return buildResponse(block, source, { ...OUTPUT, ...call.options });
}
