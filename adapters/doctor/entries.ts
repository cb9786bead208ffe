// What lies in a folder of scripts: the files that a request could run, those that cannot be read for it, and programs of another name.
// Parent process.
import { accessSync, closeSync, constants, openSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Diagnosis, Finding } from './examine.ts';

export const NOT_FOR_NODE = 'it is not for node';

/** Where scripts are looked for: everything in the folder that a request could reach. */
export function isScriptName(name: string): boolean {
  return /\.(?:[cm]?js|ts|cgi)$/.test(name) && isReachable(name);
}

function isReachable(name: string): boolean {
  const parts = join('/', name).split('/');
  return !parts.some((part) => part === 'node_modules' || /^\../.test(part) || part.endsWith('~'));
}

/** Why nothing can be read there that would be run; 'nothing' of what is no file at all; undefined where it can be read. */
export function examineEntry(name: string, root: string): Diagnosis | 'nothing' | undefined {
  const script = join(root, name);
  const told = (verdict: Finding['verdict'], what: string, instead: string) =>
    diagnosisOf(script, { verdict, file: script, line: 1, what, instead });
  const stat = statOf(script);
  if (stat === undefined) return told('cannot', 'a link', 'what it leads to is not there');
  // Reading a pipe would wait for whoever writes to it.
  if (!stat.isFile()) return 'nothing';
  const real = realpathSync(script);
  if (!real.startsWith(root === sep ? sep : root + sep)) {
    return told(
      'change',
      `a link to ${real}`,
      'it leads out of the folder: put the file itself here, or set followSymlinks',
    );
  }
  try {
    accessSync(script, constants.R_OK);
  } catch {
    return told('change', 'a file', 'this user may not read it');
  }
  return undefined;
}

/** A program that Apache would start and whose name makes it none here: undefined for every other file. */
export function examineProgram(name: string, root: string): Diagnosis | undefined {
  const script = join(root, name);
  if (isScriptName(name) || !isReachable(name)) return undefined;
  if (statOf(script)?.isFile() !== true) return undefined;
  const line = firstLineOf(script);
  if (!line.startsWith('#!')) return undefined;
  const place = { file: script, line: 1, what: line };
  return diagnosisOf(
    script,
    isForNode(line)
      ? { ...place, verdict: 'change', instead: 'rename it: only *.js, *.cjs, *.mjs, *.ts and *.cgi are run' }
      : { ...place, verdict: 'cannot', instead: NOT_FOR_NODE },
  );
}

/** Undefined for a link to nothing, or to itself. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function diagnosisOf(script: string, finding: Finding): Diagnosis {
  return { script, verdict: finding.verdict, findings: [finding], modules: [], notes: [] };
}

/** Whether a first line with a shebang hands the file to node. */
export function isForNode(line: string): boolean {
  return /(?:^|[\s/])node(?:js)?[\d.-]*(?:\.exe)?(?:\s|$)/.test(line.slice(2));
}

/** Of a file of any size; '' where this user may not read it. */
export function firstLineOf(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const start = Buffer.alloc(128);
    const size = readSync(file, start);
    return start.toString('utf8', 0, size).split(/\r?\n/, 1)[0] ?? '';
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
