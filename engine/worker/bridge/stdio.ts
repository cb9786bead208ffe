// stdin, stdout and stderr of a run. Worker side; the other end is sandbox-lib/internal/stdio.ts.
import type { StdioBridge } from '../../../sandbox-lib/bridge.ts';
import { EINVAL } from './errno.ts';
import { type Handler, toBytes } from './handler.ts';

/** Largest piece one call may carry; the library cuts longer ones. */
const MAX_PIECE = 1_048_576;
const MAX_READ = 1_048_576;

export const stdioHandlers: Readonly<Record<keyof StdioBridge, Handler>> = {
  write(run, [fd, data, deliver]) {
    if ((fd !== 1 && fd !== 2) || typeof deliver !== 'boolean') return EINVAL;
    const piece = typeof data === 'string' ? data : toBytes(data);
    if (piece === undefined || piece.length > MAX_PIECE * 3) return EINVAL;
    if (fd === 1) run.output.write(piece);
    else run.output.writeError(typeof piece === 'string' ? Buffer.from(piece) : piece);
    if (deliver) run.outbox.deliver();
    return 0;
  },
  readStdin(run, [max]) {
    if (!Number.isSafeInteger(max) || (max as number) < 1) return EINVAL;
    // What the script wrote so far must not wait behind a body that takes long to work through.
    run.outbox.deliver();
    return run.stdin.read(Math.min(max as number, MAX_READ));
  },
};
