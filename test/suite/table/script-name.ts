// V16: SCRIPT_NAME, wherever a script is mounted (RFC 3875 4.1.13).
import type { Case } from '../case.ts';

export const SCRIPT_NAME: readonly Case[] = [
  {
    id: 'V16',
    what: 'SCRIPT_NAME is decoded and has the mount',
    request: { target: '/cgi-bin/env%2Ejs' },
    expect: { status: 200, env: { SCRIPT_NAME: '/cgi-bin/env.js' } },
  },
  {
    id: 'V16-space',
    what: 'SCRIPT_NAME has the space of a file name',
    file: 'sp ace name.js',
    code: `process.stdout.write('Content-Type: text/plain\\n\\n' + process.env.SCRIPT_NAME)`,
    request: { target: '/cgi-bin/sp%20ace%20name.js' },
    expect: { status: 200, body: '/cgi-bin/sp ace name.js' },
  },
  {
    id: 'V16-index',
    what: 'SCRIPT_NAME of a folder names its index script',
    file: 'indexed/index.js',
    code: `process.stdout.write('Content-Type: text/plain\\n\\n' + process.env.SCRIPT_NAME + ' ' + process.env.PATH_INFO)`,
    request: { target: '/cgi-bin/indexed/' },
    expect: { status: 200, body: '/cgi-bin/indexed/index.js undefined' },
  },
  {
    id: 'V16-slashes',
    what: 'SCRIPT_NAME has single slashes',
    request: { target: '/cgi-bin//env.js' },
    skip: { hono: 'refused there: V16-exact', node: 'refused there: V16-exact' },
    expect: { status: 200, env: { SCRIPT_NAME: '/cgi-bin/env.js' } },
  },
  {
    id: 'V16-exact',
    what: 'an app’s rules for a path are not got past by doubling its slashes',
    skip: { engine: 'nobody has rules in front', serve: 'nobody has rules in front' },
    steps: [
      { target: '/cgi-bin//sub/page.js', expect: { status: 404, code: 'PATH_REFUSED' } },
      { target: '/cgi-bin/sub//../sub/page.js/x', expect: { status: 404 } },
      { target: '/cgi-bin/sub//page.js', expect: { status: 404 } },
      { target: '/cgi-bin/sub/page.js//x', expect: { status: 200, body: 'page of sub\n' } },
      { target: '/cgi-bin/env.js//admin//x/', expect: { status: 200, env: { PATH_INFO: '//admin//x/' } } },
    ],
  },
  {
    id: 'V16-exact-only',
    what: 'nor by doubling those of its PATH_INFO where one script answers everything',
    mounted: { at: '/app', script: 'env.js' },
    skip: { engine: 'nobody has rules in front', serve: 'nobody has rules in front' },
    steps: [
      { target: '/app//admin', expect: { status: 404 } },
      { target: '/app/admin/', expect: { status: 200, env: { PATH_INFO: '/admin/' } } },
    ],
  },
  {
    id: 'V16-mounted',
    what: 'a single script mounted at a path is named by the path',
    mounted: { at: '/app', script: 'env.js' },
    steps: [
      { target: '/app', expect: { status: 200, env: { SCRIPT_NAME: '/app', PATH_INFO: null } } },
      { target: '/app/x%20y/z?q', expect: { status: 200, env: { SCRIPT_NAME: '/app', PATH_INFO: '/x y/z' } } },
    ],
  },
  {
    id: 'V16-folder',
    what: 'a folder mounted at the root of the server adds nothing',
    mounted: { at: '' },
    request: { target: '/env.js/x' },
    expect: { status: 200, env: { SCRIPT_NAME: '/env.js', PATH_INFO: '/x' } },
  },
  {
    id: 'V16-trailing',
    what: 'slashes behind a mount are not part of it',
    mounted: { at: '/myscript//', script: 'env.js' },
    request: { target: '/myscript/x' },
    skip: { hono: 'a route of Hono’s has no such slashes', node: 'a route of Hono’s has no such slashes' },
    expect: { status: 200, env: { SCRIPT_NAME: '/myscript', PATH_INFO: '/x' } },
  },
  {
    id: 'V16-root',
    what: 'a single script mounted at the root of the server has an empty SCRIPT_NAME',
    mounted: { at: '', script: 'env.js' },
    request: { target: '/x/y' },
    expect: { status: 200, env: { SCRIPT_NAME: '', PATH_INFO: '/x/y' } },
  },
];
