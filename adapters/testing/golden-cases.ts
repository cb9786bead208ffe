// Golden cases as tests of anything that answers a Request: the old scripts, the same under cgi(), the handler that replaces them.
import { AssertionError } from 'node:assert';
import { writeBody } from '../golden/case.ts';
import { type CaseFile, CaseFolder } from '../golden/case-folder.ts';
import { compareAnswers, isSame } from '../golden/difference.ts';
import { showSteps } from '../golden/show-steps.ts';

/** A web server's own function: from a Request to its Response. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** A case, ready to be a test of any runner. */
export interface GoldenTest {
  /** Its file below the folder of cases. */
  readonly name: string;
  /**
   * Plays the case, after those it goes on from, and throws an AssertionError with the difference. `start` gives what answers: a fresh
   * one each time, so that no case sees what another has written. Exit codes are not looked at: a Response has none.
   */
  check(start: () => Fetch | Promise<Fetch>): Promise<void>;
}

/**
 * The `*.http` files below a folder.
 *
 * @throws CgiError BAD_OPTION for a folder without cases, and a file that is none
 * @example
 * for (const { name, check } of goldenCases('cases')) test(name, () => check(() => app.fetch));
 */
export function goldenCases(folder: string): GoldenTest[] {
  const cases = new CaseFolder(folder);
  const files = cases.names(undefined).map((name) => cases.read(name));
  return files.map((file) => ({
    name: file.name,
    async check(start) {
      const fetch = await start();
      let response = new Response();
      for (const one of cases.chain(file)) response = await fetch(requestOf(one));
      await compare(file, response);
    },
  }));
}

function requestOf({ case: { request } }: CaseFile): Request {
  const { method, target, body } = request;
  const headers = new Headers(request.headers.map(([name, value]) => [name, value]));
  const host = headers.get('host') ?? 'localhost';
  // The body is never backed by shared memory, which is all that the narrower BodyInit excludes.
  const sent = body.length === 0 ? null : (body as Uint8Array<ArrayBuffer>);
  return new Request(`http://${host}${target}`, { method, headers, body: sent });
}

async function compare({ name, case: { expected } }: CaseFile, response: Response): Promise<void> {
  if (expected === undefined) throw new AssertionError({ message: `Case "${name}" has no response to compare with` });
  const { text, base64 } = writeBody(new Uint8Array(await response.arrayBuffer()));
  const { exitCode } = expected;
  const { status } = response;
  // Whoever makes a Response may say its length: that is framing, unless the case is about it.
  const isAsked = expected.headers.some(([field]) => field.toLowerCase() === 'content-length');
  const headers = [...response.headers].filter(([field]) => isAsked || field !== 'content-length');
  const steps = compareAnswers(expected, { status, headers, body: text, base64, exitCode });
  if (isSame(steps)) return;
  const shown = showSteps(steps).map(({ sign, line }) => `  ${sign} ${line}`);
  throw new AssertionError({ message: `Case "${name}" has another answer\n${shown.join('\n')}`, operator: 'check' });
}
