// path.win32: paths with '\', drives, UNC and device roots. Inside the context. https://nodejs.org/api/path.html

import { matchesGlob } from './glob.ts';
import {
  BACKSLASH,
  cutSuffix,
  findExtension,
  findLastSegment,
  formatPath,
  normalizeSegments,
  type ParsedPath,
  type PathModule,
  relativeSegments,
  SLASH,
} from './path-parts.ts';
import { posix } from './path-posix.ts';
import { cwd, variable } from './process-view.ts';
import { validateString } from './validators.ts';

/** '//server/share' or '//?/name'. */
const UNC = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;
const DRIVE = /^[A-Za-z]:/;
const RESERVED = /^(?:CON|PRN|AUX|NUL|COM[1-9\xb9\xb2\xb3]|LPT[1-9\xb9\xb2\xb3])$/i;

interface Root {
  /** '' , 'C:', '\\server\share' or '\\?'. */
  device: string;
  /** Where the path behind its root begins. */
  end: number;
  absolute: boolean;
  unc?: RegExpExecArray;
}

function isSeparator(code: number): boolean {
  return code === SLASH || code === BACKSLASH;
}

function findRoot(path: string): Root {
  if (isSeparator(path.charCodeAt(0))) {
    const unc = UNC.exec(path);
    if (unc === null) return { device: '', end: 1, absolute: true };
    const [all, server = '', share = ''] = unc;
    if (server === '.' || server === '?') return { device: `\\\\${server}`, end: 4, absolute: true, unc };
    return { device: `\\\\${server}\\${share}`, end: all.length, absolute: true, unc };
  }
  if (!DRIVE.test(path)) return { device: '', end: 0, absolute: false };
  const absolute = isSeparator(path.charCodeAt(2));
  return { device: path.slice(0, 2), end: absolute ? 3 : 2, absolute };
}

function isReserved(path: string, colon: number): boolean {
  return RESERVED.test(path.slice(0, colon));
}

function normalizeTail(tail: string, allowAboveRoot: boolean): string {
  return normalizeSegments(tail.split(/[\\/]/), '\\', allowAboveRoot);
}

/** The directory that relative paths on this device start from. */
function baseDirectory(device: string): string {
  if (device === '') return cwd();
  const here = variable(`=${device}`) || cwd();
  const other = here.slice(0, 2).toLowerCase() !== device.toLowerCase() && here.charCodeAt(2) === BACKSLASH;
  return other ? `${device}\\` : here;
}

export function resolve(...args: string[]): string {
  let device = '';
  let tail = '';
  let absolute = false;
  for (let i = args.length - 1; i >= -1; i--) {
    const path = i < 0 ? baseDirectory(device) : (args[i] as string);
    if (i >= 0) validateString(path, `paths[${i}]`);
    if (i >= 0 && path === '') continue;
    const idle = args.length === 0 || (args.length === 1 && (args[0] === '' || args[0] === '.'));
    if (i < 0 && device === '' && idle && isSeparator(path.charCodeAt(0))) return path.replaceAll('/', '\\');
    const root = findRoot(path);
    if (root.device !== '') {
      if (device === '') device = root.device;
      else if (root.device.toLowerCase() !== device.toLowerCase()) continue;
    }
    if (!absolute) {
      tail = `${path.slice(root.end)}\\${tail}`;
      absolute = root.absolute;
    }
    if (absolute && device !== '') break;
  }
  const normal = normalizeTail(tail, !absolute);
  return absolute ? `${device}\\${normal}` : `${device}${normal}` || '.';
}

/** The root as normalize() sees it: with the names of devices, 'COM1:' and '\\?\COM1:'. */
function findDeviceRoot(path: string): Root {
  const root = findRoot(path);
  const colon = path.indexOf(':');
  if (root.device === '\\\\.' || root.device === '\\\\?') {
    const name = path.slice(4, colon + 1);
    return isReserved(name, name.length - 1)
      ? { device: `\\\\?\\${name}`, end: 4 + name.length, absolute: true }
      : root;
  }
  if (root.absolute || root.device !== '' || colon <= 0 || !isReserved(path, colon)) return root;
  return { device: path.slice(0, colon + 1), end: colon + 1, absolute: false };
}

export function normalize(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  if (path.length === 1) return path === '/' ? '\\' : path;
  const { device, end, absolute, unc } = findDeviceRoot(path);
  if (unc !== undefined && end === path.length && end === unc[0].length) return `${device}\\`;
  let tail = end < path.length ? normalizeTail(path.slice(end), !absolute) : '';
  if (tail === '' && !absolute) tail = '.';
  if (tail !== '' && isSeparator(path.charCodeAt(path.length - 1))) tail += '\\';
  // What would turn into a drive or a stream ('a:', 'b:\') by normalising stays a relative path.
  if (!absolute && device === '' && path.includes(':') && (DRIVE.test(tail) || /:(?:[\\/]|$)/.test(path))) {
    return `.\\${tail}`;
  }
  if (isReserved(path, path.indexOf(':'))) return `.\\${device}${tail}`;
  return `${device}${absolute ? '\\' : ''}${tail}`;
}

export function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return isSeparator(path.charCodeAt(0)) || /^[A-Za-z]:[\\/]/.test(path);
}

export function join(...args: string[]): string {
  const parts: string[] = [];
  for (const path of args) {
    validateString(path, 'path');
    if (path !== '') parts.push(path);
  }
  const [first] = parts;
  if (first === undefined) return '.';
  let joined = parts.join('\\');
  // Only a first part that begins like a UNC root may give one.
  if (!/^[\\/]{2}[^\\/]/.test(first)) joined = joined.replace(/^[\\/]{2,}/, '\\');
  const names = joined.split('\\');
  if (names.some((name) => name.includes(':') && isReserved(name, name.indexOf(':')))) {
    return joined.replaceAll('/', '\\');
  }
  return normalize(joined);
}

export function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  const start = resolve(from);
  const end = resolve(to);
  if (start.toLowerCase() === end.toLowerCase()) return '';
  const fromSegments = segmentsOf(start);
  const toSegments = segmentsOf(end);
  const { shared, steps } = relativeSegments(fromSegments, toSegments, (a, b) => a.toLowerCase() === b.toLowerCase());
  // Nothing in common: another drive. Without a drive (the engine runs elsewhere than on Windows) both begin at one root.
  return shared === 0 && fromSegments.length > 0 && toSegments.length > 0 ? end : steps.join('\\');
}

function segmentsOf(path: string): string[] {
  return path.split('\\').filter((segment) => segment !== '');
}

export function toNamespacedPath<T>(path: T): T | string {
  if (typeof path !== 'string' || path === '') return path;
  const resolved = resolve(path);
  if (resolved.length <= 2) return path;
  if (/^[A-Za-z]:\\/.test(resolved)) return `\\\\?\\${resolved}`;
  return /^\\\\[^?.]/.test(resolved) ? `\\\\?\\UNC\\${resolved.slice(2)}` : resolved;
}

/** Length of the root as dirname() and parse() show it, with its separator. */
function rootLength(path: string): number {
  const { unc, end } = findRoot(path);
  return unc === undefined ? end : Math.min(path.length, unc[0].length + 1);
}

export function dirname(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const root = rootLength(path);
  const [begin] = findLastSegment(path, root, isSeparator);
  if (begin > root) return path.slice(0, begin - 1);
  return root === 0 ? '.' : path.slice(0, root);
}

function driveLength(path: string): number {
  return DRIVE.test(path) ? 2 : 0;
}

export function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const [begin, end] = findLastSegment(path, driveLength(path), isSeparator);
  return cutSuffix(path, suffix, begin, end);
}

export function extname(path: string): string {
  validateString(path, 'path');
  const [begin, end] = findLastSegment(path, driveLength(path), isSeparator);
  return findExtension(path.slice(begin, end));
}

export function format(pathObject: Partial<ParsedPath>): string {
  return formatPath('\\', pathObject);
}

export function parse(path: string): ParsedPath {
  validateString(path, 'path');
  const length = rootLength(path);
  const root = path.slice(0, length);
  const [begin, end] = findLastSegment(path, length, isSeparator);
  const base = path.slice(begin, end);
  const ext = findExtension(base);
  const dir = begin > length ? path.slice(0, begin - 1) : root;
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

export const win32: PathModule = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath,
  dirname,
  basename,
  extname,
  format,
  // A method: the build would rename a function of this name.
  parse(path: string): ParsedPath {
    return parse(path);
  },
  matchesGlob(path: string, pattern: string): boolean {
    return matchesGlob(path, pattern, true);
  },
  sep: '\\',
  delimiter: ';',
  // Accessors, so that a script that only joins paths never instantiates the other kind.
  get win32(): PathModule {
    return win32;
  },
  get posix(): PathModule {
    return posix;
  },
  _makeLong: toNamespacedPath,
};
