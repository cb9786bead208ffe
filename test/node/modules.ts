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
  vm: /^test-vm/,
  domain: /^test-domain/,
  'async-hooks': /^test-async-hooks/,
  assert: /^test-assert/,
  console: /^test-console/,
  os: /^test-os/,
  fs: /^test-fs/,
  process: /^test-process/,
  zlib: /^test-zlib/,
  crypto: /^test-crypto/,
  webcrypto: /^test-(webcrypto|global-webcrypto)/,
  readline: /^test-readline/,
  'diagnostics-channel': /^test-diagnostics-channel/,
  'async-local-storage': /^test-async-local-storage/,
  perf_hooks: /^test-perf(-hooks|ormance)/,
  webstreams:
    /^test-(webstream|whatwg-(webstreams|readable|writable|transform)|compression-decompression|global-webstreams)/,
  blob: /^test-(blob|file\.js)/,
  encoding: /^test-(whatwg-encoding|global-encoder|icu-transcode)/,
  urlpattern: /^test-urlpattern/,
  messaging: /^test-(messag|broadcastchannel|worker-message|structuredClone)/,
  'web events': /^test-(whatwg-events|abort|domexception|global-(customevent|domexception))/,
};

/** For these every file counts, whatever it asks for. For the others only what a run confined to its grants can have does. */
const UNCONFINED = new Set(
  'querystring path string_decoder punycode url whatwg-url events timers next-tick stream buffer util assert console os'.split(
    ' ',
  ),
);
const OUTSIDE =
  /require\('(?:node:)?(child_process|cluster|net|http|https|tls|dgram|http2|inspector|repl)'\)|from '(?:node:)?(child_process|net|http)'|\.\.\/common\/(child_process|watch|http2|internet)|new (Worker)\(/;

/** Switches that have a variable of the environment of the same meaning, by which a run has them too. */
const SWITCHES: Readonly<Record<string, string>> = {
  '--no-warnings': 'NODE_NO_WARNINGS',
  '--pending-deprecation': 'NODE_PENDING_DEPRECATION',
};
/** Of no meaning to a file that asks for no internals; one that does is out for that. */
const MEANINGLESS = '--expose-internals';

/** The switches of a file, for node's command line. */
export function flagsOf(path: string): string[] {
  return /^\/\/ Flags:(.*)$/m.exec(readFileSync(path, 'utf8'))?.[1]?.trim().split(/\s+/) ?? [];
}

/** The same for a run: variables of its environment. */
export function environmentOf(path: string): Record<string, string> {
  const names = flagsOf(path).map((flag) => SWITCHES[flag]);
  return Object.fromEntries(names.filter((name) => name !== undefined).map((name) => [name, '1']));
}

/** Why a file does not count, or undefined. */
export function outOfScope(module: string, path: string): string | undefined {
  const text = readFileSync(path, 'utf8');
  const flag = flagsOf(path).find((name) => name !== MEANINGLESS && SWITCHES[name] === undefined);
  if (flag !== undefined) return `needs the flag ${flag}`;
  if (/require\('internal\/|from 'internal\/|internalBinding|internal\/test\/binding/.test(text))
    return 'needs internals';
  if (UNCONFINED.has(module)) return undefined;
  const needs = OUTSIDE.exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (needs !== undefined) return `confined: needs ${needs}`;
  if (/\bprocess\.(?:set(?:e?[ug]id|groups)|initgroups)\(/.test(text))
    return 'confined: changes the user of the process';
  if (/symlink(Sync)?\(/.test(text)) return 'confined: makes symbolic links';
  if (/\.(watch|watchFile|promises\.watch)\(/.test(text) && module === 'fs') return 'confined: watches files';
  return undefined;
}
