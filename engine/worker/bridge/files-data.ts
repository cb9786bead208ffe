// The bytes of files: read, write, copy, truncate, sync. Runs in the worker.
import { closeSync, constants, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import type { Errno } from '../../../sandbox-lib/bridge.ts';
import { EBADF, EFBIG, EINVAL, EISDIR, ESPIPE, isDeniedByNode } from './errno.ts';
import { open } from './files-open.ts';
import { type Device, deviceAt, type FilesState } from './files-state.ts';
import { changeMode } from './files-status.ts';

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = constants;
const PIECE = 65_536;

// Every result has a buffer of its own, of its exact size: what crosses is cloned with its WHOLE buffer, and Node's pooled buffers
// hold other runs' bytes.

export function read(state: FilesState, fd: number, length: number, position: number): Uint8Array | Errno {
  const file = state.get(fd);
  if (typeof file === 'number') return file;
  const size = Math.min(length, state.limits.callBytes);
  if ('device' in file) return position >= 0 ? ESPIPE : readDevice(state, file.device, size);
  const bytes = new Uint8Array(size <= PIECE ? size : Math.min(size, Math.max(fstatSync(file.real).size, PIECE)));
  const count = readSync(file.real, bytes, 0, bytes.length, position < 0 ? null : position);
  return count === bytes.length ? bytes : bytes.slice(0, count);
}

function readDevice(state: FilesState, device: Device, size: number): Uint8Array | Errno {
  if (device === 'null') return new Uint8Array(0);
  return device !== 'stdin' ? EBADF : size === 0 ? new Uint8Array(0) : state.stdio.readStdin(size);
}

export function write(state: FilesState, fd: number, data: string | Uint8Array, position: number): number | Errno {
  const file = state.get(fd);
  if (typeof file === 'number') return file;
  const size = byteLength(data);
  if (size > state.limits.callBytes) return EINVAL;
  if ('device' in file) return position >= 0 ? ESPIPE : writeDevice(state, file.device, data);
  const end = (position >= 0 && !file.appends ? position : fstatSync(file.real).size) + size;
  if (end > state.limits.fileBytes) return EFBIG;
  return writeSync(file.real, toBytes(data), 0, size, position < 0 ? null : position);
}

function writeDevice(state: FilesState, device: Device, data: string | Uint8Array): number | Errno {
  if (device === 'stdin') return EBADF;
  if (device !== 'null') {
    const result = state.stdio.write(device === 'stdout' ? 1 : 2, data, true);
    if (result < 0) return result;
  }
  return byteLength(data);
}

function byteLength(data: string | Uint8Array): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.length;
}

function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data;
}

export function readWhole(state: FilesState, path: string, flags: number, text: boolean): string | Uint8Array | Errno {
  const device = deviceAt(path);
  if (device !== undefined) return device === 'stdin' ? EFBIG : readDevice(state, device, 0);
  const opened = open(state, path, flags, 0o666);
  if (typeof opened === 'number') return opened;
  const { real, stats } = opened;
  try {
    if (stats.isDirectory()) return EISDIR;
    if (stats.size > state.limits.callBytes) return EFBIG;
    const bytes = stats.size > 0 ? readExactly(real, stats.size) : readToEnd(real, state.limits.callBytes);
    return text && typeof bytes === 'object' ? decode(bytes) : bytes;
  } finally {
    closeSync(real);
  }
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

function readExactly(real: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let used = 0;
  while (used < size) {
    const count = readSync(real, bytes, used, size - used, null);
    if (count === 0) break;
    used += count;
  }
  return used === size ? bytes : bytes.slice(0, used);
}

/** Files that claim to be empty and are not: those the kernel makes up. */
function readToEnd(real: number, most: number): Uint8Array | Errno {
  const piece = new Uint8Array(PIECE);
  let bytes = new Uint8Array(0);
  for (;;) {
    const count = readSync(real, piece, 0, PIECE, null);
    if (count === 0) return bytes;
    if (bytes.length + count > most) return EFBIG;
    const longer = new Uint8Array(bytes.length + count);
    longer.set(bytes);
    longer.set(piece.subarray(0, count), bytes.length);
    bytes = longer;
  }
}

export function writeWhole(
  state: FilesState,
  path: string,
  flags: number,
  mode: number,
  data: string | Uint8Array,
): 0 | Errno {
  const size = byteLength(data);
  if (size > state.limits.callBytes) return EINVAL;
  const device = deviceAt(path);
  if (device !== undefined) return Math.min(writeDevice(state, device, data), 0);
  const opened = open(state, path, flags, mode);
  if (typeof opened === 'number') return opened;
  try {
    const start = flags & constants.O_APPEND ? opened.stats.size : 0;
    if (start + size > state.limits.fileBytes) return EFBIG;
    writeAll(opened.real, toBytes(data));
    return 0;
  } finally {
    closeSync(opened.real);
  }
}

function writeAll(real: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(real, bytes, at, bytes.length - at, null);
}

export function copy(state: FilesState, from: string, to: string, exclusive: boolean): 0 | Errno {
  const source = open(state, from, O_RDONLY, 0);
  if (typeof source === 'number') return source;
  try {
    if (source.stats.isDirectory()) return EISDIR;
    if (source.stats.size > state.limits.fileBytes) return EFBIG;
    const mode = source.stats.mode & 0o777;
    const target = open(state, to, O_WRONLY | O_CREAT | (exclusive ? O_EXCL : 0), mode);
    if (typeof target === 'number') return target;
    try {
      if (target.stats.ino === source.stats.ino && target.stats.dev === source.stats.dev) return 0;
      ftruncateSync(target.real, 0);
      pump(source.real, target.real, state.limits.fileBytes);
      return (target.stats.mode & 0o777) === mode ? 0 : changeMode(target.place, mode);
    } finally {
      closeSync(target.real);
    }
  } finally {
    closeSync(source.real);
  }
}

function pump(from: number, to: number, most: number): void {
  const piece = new Uint8Array(PIECE);
  for (let total = 0; total < most; ) {
    const count = readSync(from, piece, 0, PIECE, null);
    if (count === 0) return;
    writeAll(to, piece.subarray(0, count));
    total += count;
  }
}

export function truncate(state: FilesState, fd: number, length: number): 0 | Errno {
  const file = state.get(fd);
  if (typeof file === 'number') return file;
  if ('device' in file) return EINVAL;
  if (length > state.limits.fileBytes) return EFBIG;
  ftruncateSync(file.real, length);
  return 0;
}

/**
 * Where Node's permission model is on, it forbids fsync on any descriptor. What was written is then in the kernel's hands (it
 * survives the worker and the engine), not yet on the disk.
 */
export function sync(state: FilesState, fd: number, dataOnly: boolean): 0 | Errno {
  const file = state.get(fd);
  if (typeof file === 'number') return file;
  if ('device' in file) return EINVAL;
  try {
    (dataOnly ? fdatasyncSync : fsyncSync)(file.real);
  } catch (error) {
    if (!isDeniedByNode(error)) throw error;
  }
  return 0;
}
