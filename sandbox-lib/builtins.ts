// The table of Node's modules: which there are and how each is instantiated. Inside the context.

import { nodeError } from './internal/errors.ts';
import { globalConsole } from './internal/global-console.ts';
import { process } from './internal/process.ts';
import assertStrict from './node/assert/strict.ts';
import assert from './node/assert.ts';
import asyncHooks from './node/async_hooks.ts';
import buffer from './node/buffer.ts';
import constants from './node/constants.ts';
import crypto from './node/crypto.ts';
import diagnosticsChannel from './node/diagnostics_channel.ts';
import events from './node/events.ts';
import fs from './node/fs.ts';
import fsPromises from './node/fs_promises.ts';
import os from './node/os.ts';
import posix from './node/path/posix.ts';
import win32 from './node/path/win32.ts';
import path from './node/path.ts';
import perfHooks from './node/perf_hooks.ts';
import punycode from './node/punycode.ts';
import querystring from './node/querystring.ts';
import readlinePromises from './node/readline/promises.ts';
import readline from './node/readline.ts';
import streamConsumers from './node/stream/consumers.ts';
import streamPromises from './node/stream/promises.ts';
import stream from './node/stream.ts';
import stringDecoder from './node/string_decoder.ts';
import timers from './node/timers.ts';
import timersPromises from './node/timers_promises.ts';
import url from './node/url.ts';
import utilTypes from './node/util/types.ts';
import util from './node/util.ts';
import zlib from './node/zlib.ts';

/** What require('x') answers, made at the first use. */
const MODULES: Record<string, () => unknown> = {
  __proto__: null as never, // no specifier may find a member of Object.prototype
  assert: () => assert,
  'assert/strict': () => assertStrict,
  async_hooks: () => asyncHooks,
  buffer: () => buffer,
  console: () => globalConsole(),
  constants: () => constants,
  crypto: () => crypto,
  diagnostics_channel: () => diagnosticsChannel,
  events: () => events,
  fs: () => fs,
  'fs/promises': () => fsPromises,
  os: () => os,
  path: () => path,
  'path/posix': () => posix,
  'path/win32': () => win32,
  perf_hooks: () => perfHooks,
  process: () => process,
  punycode: () => punycode,
  querystring: () => querystring,
  readline: () => readline,
  'readline/promises': () => readlinePromises,
  stream: () => stream,
  'stream/consumers': () => streamConsumers,
  'stream/promises': () => streamPromises,
  string_decoder: () => stringDecoder,
  timers: () => timers,
  'timers/promises': () => timersPromises,
  url: () => url,
  util: () => util,
  'util/types': () => utilTypes,
  zlib: () => zlib,
};

function bareName(id: string): string {
  return id.startsWith('node:') ? id.slice(5) : id;
}

/** Is this specifier one of Node's own modules? An unknown 'node:' name is, too: it must not be looked up as a file. */
export function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || bareName(id) in MODULES;
}

export function loadBuiltin(id: string): unknown {
  const load = MODULES[bareName(id)];
  if (load === undefined) throw nodeError('ERR_UNKNOWN_BUILTIN_MODULE', id);
  return load();
}
