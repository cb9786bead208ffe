// Packages off the registry, as CGI scripts: what each prints in the sandbox is what it prints under node. Needs `npm ci --prefix
// test/packages`, which `npm run test:packages` does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createEngine, isCgiError } from 'freshcgi';

const workspace = join(import.meta.dirname, 'packages');
const root = join(workspace, 'scripts');
const engine = createEngine({ root, allowRead: [join(workspace, 'node_modules')] });
after(() => engine.close());

interface CgiRequest {
  readonly method?: string;
  readonly pathInfo?: string;
  readonly query?: string;
  readonly type?: string;
  readonly body?: string;
}

const FORM = {
  method: 'POST',
  type: 'multipart/form-data; boundary=XX',
  body: '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nf\u00fcnf\r\n--XX\r\nContent-Disposition: form-data; name="f"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--XX--\r\n',
};
const HELLO = { pathInfo: '/hello/World', query: 'q=1%202' };
const ECHO = { method: 'POST', pathInfo: '/echo', type: 'application/json', body: '{"a":[1,"ü"]}' };
const BOOM = { pathInfo: '/boom' };
const NOWHERE = { pathInfo: '/nowhere' };

/** Requests of the scripts that look at theirs. */
const REQUESTS: Record<string, readonly CgiRequest[]> = {
  'busboy.cjs': [FORM],
  'formidable.mjs': [FORM],
  'express.cjs': [HELLO, ECHO, BOOM, NOWHERE],
  'hono.mjs': [HELLO, ECHO, BOOM, NOWHERE],
  'koa.cjs': [HELLO, BOOM],
};

for (const script of readdirSync(root).filter((name) => /\.[cm]js$/.test(name))) {
  for (const request of REQUESTS[script] ?? [{}]) {
    const { method = 'GET', pathInfo = '' } = request;
    test(`packages: ${script} ${pathInfo === '' ? '' : `${method} ${pathInfo} `}prints what it prints under node`, async () => {
      const nodes = underNode(script, request);
      assert.notEqual(nodes, '');
      assert.equal(await inSandbox(script, request), nodes);
    });
  }
}

async function inSandbox(script: string, request: CgiRequest): Promise<string> {
  const { method = 'GET', pathInfo, query = '', type, body } = request;
  try {
    const response = await engine.execute(script, {
      method,
      query,
      ...(pathInfo !== undefined && { pathInfo }),
      ...(type !== undefined && { headers: [['Content-Type', type]] as const }),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const { stderr } = await response.report;
    return text + stderr;
  } catch (error) {
    return isCgiError(error) ? `${error.message}\n${error.details.stderr}` : String(error);
  }
}

function underNode(script: string, request: CgiRequest): string {
  const { method = 'GET', pathInfo, query = '', type, body = '' } = request;
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, script)], {
    encoding: 'utf8',
    input: body,
    env: {
      REQUEST_METHOD: method,
      QUERY_STRING: query,
      ...(pathInfo !== undefined && { PATH_INFO: pathInfo }),
      ...(type !== undefined && { CONTENT_TYPE: type, CONTENT_LENGTH: String(Buffer.byteLength(body)) }),
    },
  });
  return stdout.replace('Content-Type: text/plain\n\n', '') + stderr;
}
