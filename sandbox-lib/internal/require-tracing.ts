// The channel 'module.require': events around each require(), from the moment somebody asks for the channel. Inside the context.
// https://nodejs.org/api/diagnostics_channel.html#built-in-channels
import { Module } from './commonjs.ts';
import { TracingChannel } from './tracing-channel.ts';

const PREFIX = 'tracing:module.require:';
let tracing = false;

/** Called with the name of each new channel. */
export function traceRequire(channelName: string): void {
  if (tracing || !channelName.startsWith(PREFIX)) return;
  tracing = true;
  const channels = new TracingChannel('module.require');
  const plain = Module.prototype.require;
  const traced = function (this: Module, id: string): unknown {
    return channels.traceSync(plain, { parentFilename: this.filename, id } as object, this, id);
  };
  Module.prototype.require = traced;
}
