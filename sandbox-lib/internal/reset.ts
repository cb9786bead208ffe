// Makes a context ready for its next run (reload modes `modules` and `never`): built-ins and, in `never`, the script's modules stay; what
// belongs to a run goes. Inside the context; instantiated in those modes only.

import { watchBuiltins } from '../builtins.ts';
import { resetBroadcasts } from '../globals/broadcast-channel.ts';
import { lazyGlobals, restoreGlobals, watchGlobals } from '../globals/install.ts';
import { resetAsyncFrame, taskHooks } from './async-frame.ts';
import { resetAsyncResource } from './async-resource.ts';
import { restoreSettings } from './changed-settings.ts';
import { forgetModules, watchModules } from './commonjs.ts';
import { resetChannels } from './diagnostics-channel.ts';
import { forgetEsModules } from './es-modules.ts';
import { resetExit } from './exit.ts';
import { resetGlobalConsole } from './global-console.ts';
import { findLeftover, watchContext, watchValue } from './leftovers.ts';
import { resetLoop } from './loop.ts';
import { resetObjectUrls } from './object-urls.ts';
import { resetClock } from './performance/clock.ts';
import { resetTimeline } from './performance/timeline.ts';
import { process, resetProcess } from './process.ts';
import { resetStdio } from './stdio.ts';
import { resetTaskHooks } from './task-hooks.ts';
import { resetTimers } from './timers.ts';
import { resetCapture } from './uncaught-capture.ts';

/** Called in a new context, before any script has run in it. */
export function expectReuse(keepModules: boolean): void {
  watchContext(lazyGlobals());
  watchGlobals(watchUnlessRenewed);
  watchBuiltins(watchUnlessRenewed);
  // The functions that will be called again.
  watchModules((filename, code, isMain) => {
    if (isMain || !keepModules) watchValue(filename, code);
  });
}

function watchUnlessRenewed(name: string, value: unknown): void {
  const isRenewed = value === process || value === globalThis || name.endsWith('console') || name === 'Proxy';
  if (!isRenewed) watchValue(name, value);
}

/** After a run: empty if the context can serve another one, else what the run left behind. */
export function resetRun(keepModules: boolean): string {
  const leftover = findLeftover() || restoreSettings(keepModules);
  if (leftover !== '') return leftover;
  resetLoop();
  resetTimers();
  resetExit();
  resetStdio();
  resetCapture();
  if (taskHooks !== undefined) resetTaskHooks();
  resetAsyncFrame();
  resetAsyncResource();
  resetClock();
  resetTimeline();
  resetChannels();
  resetBroadcasts();
  resetObjectUrls();
  resetGlobalConsole();
  resetProcess();
  restoreGlobals();
  forgetModules(keepModules);
  forgetEsModules(keepModules);
  return '';
}
