// Why a run gets no worker: the errors it is refused with. Parent side, pure.
import { CgiError } from '../errors.ts';

export function closed(script: string): CgiError {
  return new CgiError('DRAINING', `Cannot run "${script}": the engine is closed`);
}

export function crashLoop(script: string, pauseMs: number): CgiError {
  const message = `Cannot run "${script}": workers do not start or keep dying, the next starts in ${Math.ceil(pauseMs)} ms`;
  return new CgiError('CRASH_LOOP', message, { headers: { 'Retry-After': String(Math.ceil(pauseMs / 1000)) } });
}

export function queueFull(script: string, queued: number, limit: number): CgiError {
  const message = `Cannot queue "${script}": ${queued} of ${limit} places are taken`;
  return new CgiError('QUEUE_FULL', message, { headers: { 'Retry-After': '1' } });
}
