// Import this first, then the library by `await import()`: its event loop and host calls are then node's own, so that a module can be
// held against node's in one process, order of ticks included.
import { registerHooks } from 'node:module';

const internal = new URL('../../sandbox-lib/internal/', import.meta.url);

/** File name in sandbox-lib → the module that stands in for it: the real one with some exports replaced, or node's. */
const STAND_INS: Record<string, string> = {
  loop: `export * from '${internal}loop.ts'; export const nextTick = (callback) => process.nextTick(callback);`,
  host: `export * from '${internal}host.ts';
    export const host = (name) => (name === 'clock' ? performance.now() : -38);
    export const hostConstants = () => ({ platform: 'linux' });`,
  timers: "export * from 'node:timers';",
  warning: 'export const emitWarning = (...args) => process.emitWarning(...args);',
};

registerHooks({
  resolve(specifier, context, next) {
    const name = /^\.{1,2}\/.*\b(\w+)\.ts$/.exec(specifier)?.[1] ?? '';
    const source = context.parentURL?.includes('/sandbox-lib/') ? STAND_INS[name] : undefined;
    return source === undefined
      ? next(specifier, context)
      : { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true };
  },
});
