// The table of Node's modules: which there are and how each is instantiated. Inside the context.

import { nodeError } from './internal/errors.ts';
import { globalConsole } from './internal/global-console.ts';
import { host, isTraced } from './internal/host.ts';
import { process } from './internal/process.ts';
import { findRefused } from './internal/refused-modules.ts';
import assertStrict from './node/assert/strict.ts';
import assert from './node/assert.ts';
import asyncHooks from './node/async_hooks.ts';
import buffer from './node/buffer.ts';
import cgi from './node/cgi.ts';
import constants from './node/constants.ts';
import crypto from './node/crypto.ts';
import diagnosticsChannel from './node/diagnostics_channel.ts';
import domain from './node/domain.ts';
import events from './node/events.ts';
import fs from './node/fs.ts';
import fsPromises from './node/fs_promises.ts';
import module from './node/module.ts';
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
import streamWeb from './node/stream/web.ts';
import stream from './node/stream.ts';
import stringDecoder from './node/string_decoder.ts';
import sys from './node/sys.ts';
import test from './node/test.ts';
import timers from './node/timers.ts';
import timersPromises from './node/timers_promises.ts';
import url from './node/url.ts';
import utilTypes from './node/util/types.ts';
import util from './node/util.ts';
import vm from './node/vm.ts';
import zlib from './node/zlib.ts';

/**
 * What require('x') answers, by its name without 'node:'. A switch: a table would make a function for each of them in every context.
 * What of them works is said in tiers.ts.
 */
// biome-ignore format: one line per module
function find(name: string): unknown {
  switch (name) {
    case 'assert': return assert;
    case 'assert/strict': return assertStrict;
    case 'async_hooks': return asyncHooks;
    case 'buffer': return buffer;
    case 'cgi': case 'freshcgi/cgi': return cgi;
    case 'console': return globalConsole();
    case 'constants': return constants;
    case 'crypto': return crypto;
    case 'diagnostics_channel': return diagnosticsChannel;
    case 'domain': return domain;
    case 'events': return events;
    case 'fs': return fs;
    case 'fs/promises': return fsPromises;
    case 'module': return module;
    case 'os': return os;
    case 'path': return path;
    case 'path/posix': return posix;
    case 'path/win32': return win32;
    case 'perf_hooks': return perfHooks;
    case 'process': return process;
    case 'punycode': return punycode;
    case 'querystring': return querystring;
    case 'readline': return readline;
    case 'readline/promises': return readlinePromises;
    case 'stream': return stream;
    case 'stream/consumers': return streamConsumers;
    case 'stream/promises': return streamPromises;
    case 'stream/web': return streamWeb;
    case 'string_decoder': return stringDecoder;
    case 'test': return test;
    case 'timers': return timers;
    case 'timers/promises': return timersPromises;
    case 'url': return url;
    case 'util': return util;
    case 'util/types': return utilTypes;
    case 'vm': return vm;
    case 'zlib': return zlib;
    case 'sys': return sys;
    default: return findRefused(name);
  }
}

/** Node's own names, of which `x` is the same as `node:x`. A function: a module may ask while this file is still being evaluated. */
function bareNames(): string {
  return (
    ' assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns dns/promises domain ' +
    'events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix path/win32 perf_hooks process punycode ' +
    'querystring readline readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys timers timers/promises ' +
    'tls trace_events tty url util util/types v8 vm wasi worker_threads zlib '
  );
}

/** Those that exist as `node:x` only. */
const SCHEME_ONLY = ' sea sqlite test test/reporters ';

function isIn(names: string, name: string): boolean {
  return name !== '' && !name.includes(' ') && names.includes(` ${name} `);
}

function bareName(id: string): string {
  return id.startsWith('node:') ? id.slice(5) : id;
}

/** Names of all modules, with 'node:' where they need it. */
export function builtinNames(): string[] {
  const schemed = SCHEME_ONLY.trim().replace(/\S+/g, 'node:$&');
  return `${bareNames().trim()} ${schemed}`.split(' ');
}

/** Is this specifier one of Node's own modules, or `cgi`, which is ours? An unknown 'node:' name is, too: it must not be looked up as a file. */
export function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || id === 'cgi' || id === 'freshcgi/cgi' || isIn(bareNames(), id);
}

/** Is there such a module? */
export function hasBuiltin(id: string): boolean {
  const name = bareName(id);
  return name === id ? isBuiltin(id) : isIn(bareNames(), name) || isIn(SCHEME_ONLY, name);
}

/** Told of each module before a script gets it; set in contexts that serve more than one run. */
let watch: ((name: string, module: unknown) => void) | undefined;

export function watchBuiltins(watcher: (name: string, module: unknown) => void): void {
  watch = watcher;
}

export function loadBuiltin(id: string): unknown {
  const module = hasBuiltin(id) ? find(bareName(id)) : undefined;
  if (module === undefined) throw nodeError('ERR_UNKNOWN_BUILTIN_MODULE', id);
  watch?.(id, module);
  if (isTraced()) host('touch', 'modules', bareName(id));
  return module;
}
