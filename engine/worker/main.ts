// The worker process: the build makes one file of this and all it needs. The guard starts while the rest is loaded. Worker side.
import type { WorkerSettings } from '../wire/messages.ts';
import { startGuard } from './guard.ts';

const settings = JSON.parse(process.argv[2] as string) as WorkerSettings; // spawned by engine/pool/spawn-worker.ts only
const guarded = startGuard(settings.parent);
void import('./run-loop.ts').then(({ RunLoop }) => new RunLoop(settings).serve(guarded));
