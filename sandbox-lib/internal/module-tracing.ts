// The channels 'module.require' and 'module.import': events around each require() and import(), from the moment somebody asks for the
// channel. Inside the context. https://nodejs.org/api/diagnostics_channel.html#built-in-channels
import { Module } from './commonjs.ts';
import { setImportTracer } from './es-modules.ts';
import { pathToFileURL } from './file-url.ts';
import { TracingChannel } from './tracing-channel.ts';

const traced = new Set<string>();

/** Called with the name of each new channel. */
export function traceModules(channelName: string): void {
  const kind = /^tracing:module\.(require|import):/.exec(channelName)?.[1];
  if (kind === undefined || traced.has(kind)) return;
  traced.add(kind);
  if (kind === 'require') traceRequire();
  else traceImport();
}

function traceRequire(): void {
  const channels = new TracingChannel('module.require');
  const plain = Module.prototype.require;
  const traced = function (this: Module, id: string): unknown {
    return channels.traceSync(plain, { parentFilename: this.filename, id } as object, this, id);
  };
  Module.prototype.require = traced;
}

function traceImport(): void {
  const channels = new TracingChannel('module.import');
  setImportTracer((load, referrer, specifier, options) => {
    const parentURL = referrer.startsWith('file:') ? referrer : pathToFileURL(referrer).href;
    const context = { parentURL, url: `${specifier as string}` } as object; // its events carry these, too
    return channels.tracePromise(load, context, undefined, specifier, options) as Promise<unknown>; // as load gives
  });
}
