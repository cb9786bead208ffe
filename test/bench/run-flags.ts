// Flags for a process whose isolates are to be as those of a worker's runs.
import { ROOMY } from '../../engine/worker/young-generation.ts';

export const RUN_FLAGS = ['--no-node-snapshot', ...ROOMY];
