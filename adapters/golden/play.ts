// Plays the request of a case on an engine and gathers the answer as a case holds it. Parent process.
import { type CgiError, type Engine, isCgiError, type RunObserver, type RunReport } from '../../engine/index.ts';
import { errorPage } from '../error-page.ts';
import { type GoldenAnswer, type GoldenCase, writeBody } from './case.ts';

/** What came of a case. */
export interface Played {
  readonly answer: GoldenAnswer;
  readonly stderr: string;
  readonly exitCode: number | null;
  /** Why the script has no whole answer of its own. */
  readonly error: CgiError | null;
  /** From the request to the end of the answer. */
  readonly ms: number;
}

/** What a run was given, and what it wrote. */
export type Watch = Pick<RunObserver, 'stdout' | 'environment'>;

/** Names every request alike, so that pages which show it stay the same. */
export const REQUEST_ID = 'golden';

/** A refusal or a failure is an answer, too: the bare page that a client would get. */
export async function play(
  engine: Engine,
  { request, env: variables }: GoldenCase,
  mount: string,
  watch: Watch = {},
): Promise<Played> {
  const { method, target, body } = request;
  const headers = request.headers.some(([name]) => name.toLowerCase() === 'host')
    ? request.headers
    : [['Host', 'localhost'] as const, ...request.headers];
  let report: RunReport | undefined;
  const observer: RunObserver = {
    ...watch,
    report: (made) => {
      report = made;
    },
  };
  const asked = { method, target, mount, headers, requestId: REQUEST_ID, observer };
  // An environment of its own is worked out for the one run.
  const own = Object.keys(variables).length > 0 ? { env: variables } : {};
  const startedAt = performance.now();
  const { error, ...came } = await answerOf(async () => {
    const response = await engine.handle({ ...asked, ...own, body: body.length > 0 ? body : null });
    const whole = response.wholeBody ?? (await response.bytes());
    const bytes = method === 'HEAD' ? new Uint8Array(0) : whole;
    await response.report;
    return { status: response.status, headers: response.headerPairs, bytes };
  }, method);
  const ms = performance.now() - startedAt;
  const { text, base64 } = writeBody(came.bytes);
  const answer = { status: came.status, headers: came.headers, body: text, base64, exitCode: report?.exitCode ?? 0 };
  return { answer, stderr: report?.stderr ?? '', exitCode: report?.exitCode ?? null, error, ms };
}

/** Status, fields and bytes of an answer, or of the error page in its place. */
export async function answerOf(
  work: () => Promise<{ status: number; headers: ReadonlyArray<readonly [string, string]>; bytes: Uint8Array }>,
  method: string,
): Promise<Awaited<ReturnType<typeof work>> & { error: CgiError | null }> {
  try {
    return { ...(await work()), error: null };
  } catch (error) {
    if (!isCgiError(error) || error.fault === 'configuration') throw error;
    const page = errorPage(error, { requestId: REQUEST_ID, method });
    return {
      status: page.status,
      headers: spelled(page.headers),
      bytes: new Uint8Array(await page.arrayBuffer()),
      error,
    };
  }
}

/** As they go over the wire: people read them in cases. */
function spelled(headers: Headers): Array<readonly [string, string]> {
  return [...headers].map(([name, value]) => [
    name.replace(/(?<![^-])[a-z]/g, (letter) => letter.toUpperCase()),
    value,
  ]);
}
