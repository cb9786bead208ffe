// S07 to S10: paths that try to get out, or in under another name. Never source, never outside of the root.
import type { Case, Step } from '../case.ts';

function refused(target: string, status: number): Step {
  return { target, expect: { status } };
}

const E = '/cgi-bin';
const NOT_BYTES = "node's HTTP parser refuses this target itself";

export const TRAVERSAL: readonly Case[] = [
  {
    id: 'S07',
    what: 'dot segments never lead out of the root',
    steps: [
      refused(`${E}/../outside/secret.js`, 404),
      refused(`${E}/%2e%2e/outside/secret.js`, 404),
      refused(`${E}/.%2e/outside/secret.js`, 404),
      refused(`${E}/.%2e/.%2e/.%2e/etc/passwd`, 404),
      refused(`${E}/sub/../../outside/secret.js`, 404),
      refused(`${E}/..%2foutside/secret.js`, 404),
      refused(`${E}/%252e%252e/outside/secret.js`, 404),
      refused(`${E}/..%5coutside%5csecret.js`, 404),
      refused(`${E}/sub%2f..%2f..%2foutside%2fsecret.js`, 404),
      refused(`${E}%2fenv.js`, 404),
      refused(`///////////nocgi.js/..${E}/nothere`, 404),
    ],
  },
  {
    id: 'S07-raw-backslash',
    what: 'a backslash is no slash',
    request: { target: `${E}/..\\outside\\secret.js` },
    expect: { status: [404, 400] },
  },
  {
    id: 'S07-slash',
    what: 'a target without its first slash is malformed',
    request: { target: 'cgi-bin/env.js' },
    skip: { node: NOT_BYTES, serve: NOT_BYTES },
    expect: { status: 400, code: 'BAD_PATH' },
  },
  {
    id: 'S07-link',
    what: 'a link out of the root is forbidden, one inside runs',
    steps: [
      { target: `${E}/link-out.js`, expect: { status: 403, code: 'SCRIPT_FORBIDDEN' } },
      { target: `${E}/linked/secret.js`, expect: { status: 403 } },
      { target: `${E}/linked/missing.js`, expect: { status: 403 } },
      { target: `${E}/linked/`, expect: { status: 403 } },
      { target: `${E}/link-in.js`, expect: { status: 200, body: 'page of sub\n' } },
    ],
  },
  {
    id: 'S07-spellings',
    what: 'a name with something behind it is another name',
    steps: [
      refused(`${E}/env.js%20`, 404),
      refused(`${E}/env.js%20%20%20`, 404),
      refused(`${E}/env.js.`, 404),
      refused(`${E}/env.js~`, 404),
      refused(`${E}/env.js::$DATA`, 404),
      refused(`${E}/ENV.JS`, 404),
    ],
  },
  {
    id: 'S08',
    what: 'NUL and other control characters are malformed',
    steps: [refused(`${E}/env.js%00.txt`, 400), refused(`${E}/env.js/a%0ab`, 400), refused(`${E}/env.js/%7f`, 400)],
  },
  {
    id: 'S09',
    what: 'a percent sign without two digits is malformed',
    steps: [refused(`${E}/env.js/%zz`, 400), refused(`${E}/env.js/%4`, 400), refused(`${E}/%`, 400)],
  },
  {
    id: 'S10',
    what: 'an encoded slash is not found, in the script’s part and in PATH_INFO',
    steps: [refused(`${E}/sub%2Fpage.js`, 404), refused(`${E}/env.js/a%2Fb`, 404)],
  },
  {
    id: 'S10-decode',
    what: "encodedSlashes: 'decode' makes it a slash",
    group: 'open',
    steps: [
      { target: `${E}/env.js/a%2Fb`, expect: { status: 200, env: { PATH_INFO: '/a/b' } } },
      refused(`${E}/..%2foutside/secret.js`, 404),
    ],
  },
  {
    id: 'S10-keep',
    what: "encodedSlashes: 'keep' keeps its three characters",
    group: 'keep',
    request: { target: `${E}/env.js/a%2Fb` },
    expect: { status: 200, env: { PATH_INFO: '/a%2Fb' } },
  },
];
