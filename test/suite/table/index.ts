// The whole table, by section of the checklist.
import type { Case } from '../case.ts';
import { ARGUMENTS } from './arguments.ts';
import { BODIES } from './bodies.ts';
import { CONNECTION } from './connection.ts';
import { ENVIRONMENT } from './environment.ts';
import { FAILURES } from './failures.ts';
import { HEAD } from './head.ts';
import { HEADERS } from './headers.ts';
import { NPH } from './nph.ts';
import { OUTPUT } from './output.ts';
import { FIELDS } from './output-fields.ts';
import { STATE } from './process-state.ts';
import { REDIRECTS } from './redirects.ts';
import { SCRIPT_NAME } from './script-name.ts';
import { SELECTION } from './selection.ts';
import { TRAVERSAL } from './traversal.ts';

export const TABLE: readonly Case[] = [
  ...[ENVIRONMENT, SCRIPT_NAME, CONNECTION, HEADERS, ARGUMENTS, SELECTION, TRAVERSAL].flat(),
  ...[OUTPUT, FIELDS, REDIRECTS, NPH, HEAD, BODIES, FAILURES, STATE].flat(),
];
