// `freshcgi record`: serves as `serve` does, and writes each exchange as a golden case.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Engine } from '../../engine/index.ts';
import { formatCase, type GoldenAnswer, type GoldenRequest } from '../golden/case.ts';
import { settle } from '../golden/difference.ts';
import { RecordingEngine } from '../golden/recording-engine.ts';
import { Overlay } from '../testing/overlay.ts';
import type { RecordCommand } from './options.ts';
import { requireFolder } from './require-folder.ts';
import { serve } from './serve.ts';

/**
 * Folders of --allow-write are copied and the copies thrown away at the end: the cases can be replayed on what was there before.
 * One worker, so that it is known which exchange came after which.
 */
export async function record(command: RecordCommand): Promise<number> {
  requireFolder('serve scripts from', command.dir);
  const { allowWrite = [], ...engine } = command.engine;
  mkdirSync(command.cases, { recursive: true });
  const overlay = new Overlay(allowWrite);
  overlay.prepare(new Map());
  const write = caseWriter(command.cases, overlay);
  const wrap = (made: Engine) => new RecordingEngine(made, write);
  try {
    return await serve({ ...command, engine: { ...engine, workers: 1, standIns: overlay.standIns } }, wrap);
  } finally {
    overlay.close();
  }
}

function caseWriter(folder: string, overlay: Overlay): (request: GoldenRequest, answer: GoldenAnswer) => void {
  let count = Math.max(0, ...readdirSync(folder).map((name) => Number.parseInt(name, 10) || 0));
  let writer: string | undefined;
  return (request, answer) => {
    count++;
    const name = `${String(count).padStart(4, '0')}-${request.method.toLowerCase()}-${slug(request.target)}.http`;
    const after = writer;
    if (overlay.takeStock()) writer = name;
    const expected = settle(undefined, answer, Date.now());
    writeFileSync(join(folder, name), formatCase({ comments: [], env: {}, after, request, expected }));
    process.stderr.write(`recorded ${name}\n`);
  };
}

/** What a person would call the target: the script's name. */
function slug(target: string): string {
  const path = target.replace(/[?#].*/, '');
  const script = /[^/]+\.(?:js|cjs|mjs|ts|cgi)(?=\/|$)/.exec(path)?.[0] ?? basename(path);
  return script.replace(/[^\w.-]/g, '_').slice(0, 40) || 'index';
}
