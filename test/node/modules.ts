// Which of node's test files belong to which module, and which of them count. Runs in node.
import { readFileSync } from 'node:fs';

/** Names of files in test/parallel by module, in the order of the published table. */
export const MODULES: Readonly<Record<string, RegExp>> = {
  querystring: /^test-querystring/,
  path: /^test-path/,
  string_decoder: /^test-string-decoder/,
  punycode: /^test-punycode/,
  url: /^test-url(?!pattern)/,
  'whatwg-url': /^test-whatwg-url/,
  events: /^test-(event-(?!source)|events-|eventtarget|eventemitter)/,
  timers: /^test-timers/,
  'next-tick': /^test-next-tick/,
  stream: /^test-(stream|readable|writable)/,
  buffer: /^test-buffer/,
  util: /^test-util/,
  assert: /^test-assert/,
  console: /^test-console/,
  os: /^test-os/,
  fs: /^test-fs/,
  process: /^test-process/,
  zlib: /^test-zlib/,
  crypto: /^test-crypto/,
  webcrypto: /^test-webcrypto/,
};

/** For these only what a run confined to its grants can have counts. */
const CONFINED: ReadonlySet<string> = new Set(['fs', 'process', 'zlib', 'crypto', 'webcrypto']);
const OUTSIDE =
  /require\('(?:node:)?(child_process|worker_threads|cluster|net|http|https|tls|dgram|http2|inspector)'\)|from '(?:node:)?(child_process|worker_threads|net|http)'|\.\.\/common\/(child_process|watch)/;

/** Why a file does not count, or undefined. */
export function outOfScope(module: string, path: string): string | undefined {
  const text = readFileSync(path, 'utf8');
  if (/^\/\/ Flags:/m.test(text)) return 'needs flags';
  if (/require\('internal\/|from 'internal\/|internalBinding|internal\/test\/binding/.test(text))
    return 'needs internals';
  if (!CONFINED.has(module)) return undefined;
  const needs = OUTSIDE.exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (needs !== undefined) return `confined: needs ${needs}`;
  if (/symlink(Sync)?\(/.test(text)) return 'confined: makes symbolic links';
  if (/\.(watch|watchFile|promises\.watch)\(/.test(text) && module === 'fs') return 'confined: watches files';
  return undefined;
}
