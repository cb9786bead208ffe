// What every way in must be able to do: open with a group of options, send one step of a case, say what came back.
import type { ErrorCode } from 'freshcgi';
import type { Case, DoorName, Step } from '../case.ts';
import type { Group } from '../groups.ts';
import type { Site } from '../site.ts';
import type { LogTail } from './log-tail.ts';

export interface Outcome {
  readonly status: number;
  readonly reason: string;
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
  /** Known where the engine itself was asked; elsewhere the log tells. */
  readonly code?: 'ok' | ErrorCode;
}

export interface OpenDoor {
  readonly log: LogTail;
  send(one: Case, step: Step): Promise<Outcome>;
  close(): Promise<void>;
}

export interface Door {
  readonly name: DoorName;
  /** Why a step cannot go through this door; undefined where it can. */
  cannot(one: Case, step: Step, group: Group): string | undefined;
  open(group: Group, site: Site): Promise<OpenDoor>;
}
