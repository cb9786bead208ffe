// Plays the request of a case on an engine and gathers the answer as a case holds it. Parent process.
import { type CgiError, type Engine, isCgiError, type RunReport } from '../../engine/index.ts';
import { errorPage } from '../error-page.ts';
import { type GoldenAnswer, type GoldenCase, writeBody } from './case.ts';

/** Everything that came of a case. */
export interface Played {
  readonly answer: GoldenAnswer;
  /** As the script wrote it. */
  readonly stdout: Uint8Array;
  readonly stderr: string;
  readonly exitCode: number | null;
  /** Why the script has no whole answer of its own. */
  readonly error: CgiError | null;
  readonly env: Readonly<Record<string, string>>;
}

/** Names every request alike, so that pages which show it stay the same. */
export const REQUEST_ID = 'golden';

/** A refusal or a failure is an answer, too: the bare page that a client would get. */
export async function play(engine: Engine, { request, env: variables }: GoldenCase, mount: string): Promise<Played> {
  const { method, target, body } = request;
  const headers = request.headers.some(([name]) => name.toLowerCase() === 'host')
    ? request.headers
    : [['Host', 'localhost'] as const, ...request.headers];
  let report: RunReport | undefined;
  let env: Played['env'] = {};
  const output: Uint8Array[] = [];
  const observer = {
    stdout: (chunk: Uint8Array) => output.push(chunk.slice()),
    report: (made: RunReport) => {
      report = made;
    },
    environment: (given: Played['env']) => {
      env = given;
    },
  };
  const asked = { method, target, mount, headers, env: variables, requestId: REQUEST_ID, observer };
  const { error, ...came } = await answerOf(async () => {
    const response = await engine.handle({ ...asked, body: body.length > 0 ? body : null });
    const whole = response.wholeBody ?? (await response.bytes());
    const bytes = method === 'HEAD' ? new Uint8Array(0) : whole;
    await response.report;
    return { status: response.status, headers: response.headerPairs, bytes };
  }, method);
  const { text, base64 } = writeBody(came.bytes);
  const answer = { status: came.status, headers: came.headers, body: text, base64, exitCode: report?.exitCode ?? 0 };
  const stdout = Buffer.concat(output);
  return { answer, stdout, stderr: report?.stderr ?? '', exitCode: report?.exitCode ?? null, error, env };
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
    return { status: page.status, headers: [...page.headers], bytes: new Uint8Array(await page.arrayBuffer()), error };
  }
}
