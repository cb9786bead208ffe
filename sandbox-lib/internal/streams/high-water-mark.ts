// How much a stream buffers before it asks to wait. Inside the context.

import { noteChange } from '../changed-settings.ts';
import { nodeError } from '../errors.ts';
import { hostConstants } from '../host.ts';
import { validateInteger } from '../validators.ts';
import type { DuplexOptions } from './types.ts';

type Side = 'readableHighWaterMark' | 'writableHighWaterMark';

let ofBytes: number | undefined;
const OBJECTS = 16;
let ofObjects = OBJECTS;

export function getDefaultHighWaterMark(objectMode?: boolean): number {
  if (objectMode) return ofObjects;
  ofBytes ??= bytesAtStart();
  return ofBytes;
}

function bytesAtStart(): number {
  return hostConstants().platform === 'win32' ? 16_384 : 65_536;
}

export function setDefaultHighWaterMark(objectMode: boolean, value: number): void {
  validateInteger(value, 'value', 0);
  noteChange('stream.setDefaultHighWaterMark()', restore);
  if (objectMode) ofObjects = value;
  else ofBytes = value;
}

function restore(): boolean {
  const isChanged = ofObjects !== OBJECTS || (ofBytes !== undefined && ofBytes !== bytesAtStart());
  ofObjects = OBJECTS;
  ofBytes = undefined;
  return isChanged;
}

/** What the options say, or the default. `side` is looked at for the two sides of a duplex. */
export function highWaterMarkOf(options: DuplexOptions<never>, objectMode: boolean, side?: Side): number {
  const given = options.highWaterMark ?? (side === undefined ? undefined : options[side]);
  if (given == null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(given) || given < 0) {
    throw nodeError('ERR_INVALID_ARG_VALUE', `options.${side ?? 'highWaterMark'}`, given);
  }
  return given;
}
