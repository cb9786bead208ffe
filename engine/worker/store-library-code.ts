// Makes and stores the library's compiled code for the workers to come. Run by the build, with a worker's V8 flags.
import type { WorkerSettings } from '../wire/messages.ts';
import { resolveGrants } from './bridge/grants.ts';
import { constantsOf } from './constants.ts';
import { Isolate } from './isolate.ts';
import { storeLibraryCode } from './library.ts';
import { warmUp } from './warm-up.ts';

const settings: WorkerSettings = {
  root: '/',
  reload: 'context',
  timeout: 60_000,
  memory: 128,
  maxStderr: 0,
  maxTimers: 10,
  codeGeneration: true,
  trace: false,
  maxHostCalls: 1000,
  runsPerIsolate: 1,
  allowRead: [],
  allowWrite: [],
  aliases: [],
  spoolFolder: '/',
  parent: process.ppid,
  inherited: [],
};
const isolate = new Isolate(settings.memory, constantsOf(settings), settings.reload);
await warmUp(isolate, settings, resolveGrants([settings.root], [], []));
isolate.keepLibraryCode();
storeLibraryCode();
isolate.dispose();
