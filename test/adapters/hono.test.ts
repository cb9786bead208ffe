import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Hono } from 'hono';
import { type CgiOptions, cgi } from '../../adapters/hono.ts';
import { createLog } from '../../adapters/log.ts';
import { CgiError } from '../../engine/index.ts';
import { type FakeAnswer, type FakeEngine, fakeEngine } from './fake-engine.ts';

const TEXT: FakeAnswer = { pairs: [['Content-Type', 'text/plain']], body: 'hello' };
const missing = () => {
  throw new CgiError('SCRIPT_NOT_FOUND', 'Cannot find script "/srv/x.js"');
};

function mounted(path: string, engine: FakeEngine, options: Omit<CgiOptions, 'engine'> = {}): Hono {
  const app = new Hono();
  app.all(path, cgi({ engine, log: false, ...options }));
  app.all('*', (c) => c.text('fell through', 404));
  return app;
}

const MOUNTS: ReadonlyArray<readonly [route: string, url: string, mount: string, target: string]> = [
  ['/cgi-bin/*', '/cgi-bin/a.js/x?b=1', '/cgi-bin', '/cgi-bin/a.js/x?b=1'],
  ['/cgi-bin/*', '/cgi-bin', '/cgi-bin', '/cgi-bin'],
  ['*', '/a.js', '', '/a.js'],
  ['/:site/cgi-bin/*', '/one/cgi-bin/a.js', '/one/cgi-bin', '/one/cgi-bin/a.js'],
];
for (const [route, url, mount, target] of MOUNTS) {
  test(`cgi: mount and target of ${url} at ${route}`, async () => {
    const engine = fakeEngine(() => TEXT);
    await mounted(route, engine).request(url);
    assert.equal(engine.requests[0]?.mount, mount);
    assert.equal(engine.requests[0]?.target, target);
  });
}

test('cgi: a script that the app named and that is not there is told, others are the next handler’s', async () => {
  let text = '';
  const log = createLog({
    stream: {
      write: (chunk: string) => {
        text += chunk;
      },
    },
  });
  assert.equal((await mounted('/a/*', fakeEngine(missing), { log, script: 'x.js' }).request('/a/1')).status, 404);
  log.flush();
  assert.match(text, /error SCRIPT_NOT_FOUND Cannot find script/);
  text = '';
  assert.equal((await mounted('/a/*', fakeEngine(missing), { log }).request('/a/x.js')).status, 404);
  log.flush();
  assert.equal(text, '');
});

test('cgi: the base path of app.route() belongs to the mount', async () => {
  const engine = fakeEngine(() => TEXT);
  const app = new Hono().route('/old', mounted('/cgi-bin/*', engine));
  assert.equal(await (await app.request('/old/cgi-bin/a.js')).text(), 'hello');
  assert.equal(engine.requests[0]?.mount, '/old/cgi-bin');
});

test('cgi: rewriteRequestPath gives the path below the root; REQUEST_URI stays', async () => {
  const engine = fakeEngine(() => TEXT);
  const rewriteRequestPath = (path: string) => path.replace(/^\/cgi-bin(\/.*)$/, '$1.js');
  await mounted('/cgi-bin/*', engine, { rewriteRequestPath }).request('/cgi-bin/a?q=%41');
  assert.equal(engine.requests[0]?.target, '/cgi-bin/a.js?q=%41');
  assert.equal(engine.requests[0]?.requestUri, '/cgi-bin/a?q=%41');
});

test('cgi: method, header fields, body and signal reach the engine', async () => {
  const engine = fakeEngine(() => TEXT);
  const headers = { 'X-A': '1', 'Content-Type': 'text/plain' };
  await mounted('*', engine).request('/a.js', { method: 'PATCH', headers, body: 'body' });
  const [request] = engine.requests;
  assert.equal(request?.method, 'PATCH');
  assert.equal(new Headers([...(request.headers as Headers)]).get('x-a'), '1');
  assert.equal(await new Response(request.body as ReadableStream).text(), 'body');
  assert.ok(request.signal);
  assert.match(request.requestId ?? '', /^[\w-]{6,64}$/);
});

test('cgi: what a middleware has answered already is not answered again', async () => {
  const engine = fakeEngine(() => ({ body: 'script' }));
  const app = new Hono();
  app.use(async (c, next) => {
    c.res = new Response('middleware');
    await next();
  });
  app.all('/*', cgi({ engine, log: false }));
  assert.equal(await (await app.request('/a.js')).text(), 'middleware');
  assert.equal(engine.requests.length, 0);
});

test('cgi: a body that a middleware has read reaches the script all the same', async () => {
  const engine = fakeEngine(() => TEXT);
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.text();
    await next();
  });
  app.all('*', cgi({ engine, log: false }));
  await app.request('/a.js', { method: 'POST', body: 'read before' });
  assert.deepEqual(engine.requests[0]?.body, new TextEncoder().encode('read before'));
});

test('cgi: a body that a middleware has parsed as a form is refused, not mangled', async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.formData();
    await next();
  });
  app.all('*', cgi({ engine: fakeEngine(() => TEXT), log: false }));
  const response = await app.request('/a.js', { method: 'POST', body: new URLSearchParams('a=1') });
  assert.equal(response.status, 500);
});

test('cgi: status, fields and body of the script are the answer', async () => {
  const pairs = [
    ['Content-Type', 'text/plain'],
    ['Set-Cookie', 'a=1'],
    ['X-One', '1'],
    ['set-cookie', 'b=2'],
  ] as const;
  const app = mounted(
    '*',
    fakeEngine(() => ({ status: 404, statusText: 'Nope', pairs, body: 'gone' })),
  );
  const response = await app.request('/a.js');
  assert.equal(response.status, 404);
  assert.equal(response.statusText, 'Nope');
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.equal(response.headers.get('x-one'), '1');
  assert.equal(await response.text(), 'gone');
});

test('cgi: odd names of fields are data', async () => {
  const pairs = [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ] as const;
  const response = await mounted(
    '*',
    fakeEngine(() => ({ pairs })),
  ).request('/a.js');
  assert.equal(response.headers.get('__proto__'), 'x');
  assert.equal(response.headers.get('constructor'), 'y');
});

for (const status of [204, 205, 304]) {
  test(`cgi: ${status} has no body`, async () => {
    const response = await mounted(
      '*',
      fakeEngine(() => ({ status, body: 'x' })),
    ).request('/a.js');
    assert.equal(response.status, status);
    assert.equal(response.body, null);
  });
}

test('cgi: HEAD reaches the script as HEAD and has no body, whole or streaming', async () => {
  let cancelled = false;
  const cancel = () => {
    cancelled = true;
  };
  const stream = () => new ReadableStream<Uint8Array>({ cancel }, { highWaterMark: 0 });
  const engine = fakeEngine(({ target }) => (target === '/whole' ? TEXT : { body: stream() }));
  const app = mounted('*', engine);
  const whole = await app.request('/whole', { method: 'HEAD' });
  assert.equal(await whole.text(), '');
  assert.equal(await (await app.request('/stream', { method: 'HEAD' })).text(), '');
  assert.ok(cancelled);
  assert.deepEqual(
    engine.requests.map(({ method }) => method),
    ['HEAD', 'HEAD'],
  );
});

test('cgi: only a script that is not there falls through, after onNotFound', async () => {
  const seen: string[] = [];
  const app = mounted('/cgi-bin/*', fakeEngine(missing), { onNotFound: (path) => void seen.push(path) });
  const response = await app.request('/cgi-bin/no.js/x?y');
  assert.equal(await response.text(), 'fell through');
  assert.deepEqual(seen, ['/no.js/x']);
});

for (const code of ['PATH_REFUSED', 'SCRIPT_FORBIDDEN', 'DIRECTORY_WITHOUT_INDEX', 'BAD_PATH', 'QUEUE_FULL'] as const) {
  test(`cgi: ${code} is answered here`, async () => {
    const app = mounted(
      '*',
      fakeEngine(() => Promise.reject(new CgiError(code, 'Cannot: "/srv/secret"', { headers: { 'X-Why': '1' } }))),
    );
    const response = await app.request('/a.js');
    assert.equal(response.status, new CgiError(code, '').status);
    assert.equal(response.headers.get('x-why'), '1');
    assert.doesNotMatch(await response.text(), /secret|fell through/);
  });
}

test('cgi: dev shows the details, but not to somebody behind a proxy', async () => {
  const failed = new CgiError('SCRIPT_FAILED', 'Cannot finish', { details: { error: 'TypeError: boom' } });
  const app = mounted(
    '*',
    fakeEngine(() => Promise.reject(failed)),
    { dev: true },
  );
  assert.match(await (await app.request('/a.js')).text(), /boom/);
  const forwarded = await app.request('/a.js', { headers: { 'X-Forwarded-For': '10.0.0.1' } });
  assert.doesNotMatch(await forwarded.text(), /boom/);
});

/** What an engine hands over with a local redirect. */
const REDIRECT = { hops: 1, url: '/a', query: '', method: 'POST', requestUri: '/a', remoteUser: undefined };

test('cgi: a local redirect goes through the app as a GET, never to another host', async () => {
  const app = new Hono();
  const engine = fakeEngine(async ({ target, dispatch }) => {
    const response = await dispatch?.(target === '/cgi-bin/a.js' ? '/static?x=1' : '//evil.example/x', REDIRECT);
    return { body: (await response?.text()) ?? 'none' };
  });
  app.get('/static', (c) =>
    c.text(`static ${c.req.method} ${c.req.query('x')} ${c.req.header('content-type') ?? '-'}`),
  );
  app.all('/cgi-bin/*', cgi({ engine, app, log: false }));
  app.notFound((c) => c.text(`nothing at ${c.req.url}`));
  const post = await app.request('/cgi-bin/a.js', { method: 'POST', body: 'x', headers: { 'Content-Type': 'a/b' } });
  assert.equal(await post.text(), 'static GET 1 -');
  assert.equal(await (await app.request('/cgi-bin/b.js')).text(), 'nothing at http://localhost//evil.example/x');
});

for (const [target, location, sent] of [
  ['/files/sub?a', './sub/?a', '/files/sub/?a'],
  ['/files/sub', '../x#y', '/x#y'],
  ['//evil.example', './y/', '/y/'],
  ['/files/sub', '/z', '/z'],
  ['/files/sub', 'https://e.example/', 'https://e.example/'],
] as const) {
  test(`cgi: Location ${location} of what answers a local redirect to ${target} is ${sent}`, async () => {
    const app = new Hono();
    const engine = fakeEngine(async ({ dispatch }) => {
      const response = await dispatch?.(target, REDIRECT);
      return { status: response?.status ?? 0, pairs: [...(response?.headers ?? [])] };
    });
    app.all('/cgi-bin/*', cgi({ engine, app, log: false }));
    app.all('*', () => new Response(null, { status: 301, headers: { Location: location } }));
    const response = await app.request('/cgi-bin/a.js');
    assert.equal(response.status, 301);
    assert.equal(response.headers.get('location'), sent);
  });
}

test('cgi: what a local redirect knows comes back in with it, whatever a middleware does to the Request', async () => {
  const app = new Hono();
  const engine = fakeEngine(async ({ mount, dispatch }) => {
    const response = mount === '/a' ? await dispatch?.('/b/x.js', REDIRECT) : undefined;
    return { body: (await response?.text()) ?? 'end' };
  });
  app.all('/a/*', cgi({ engine, app, log: false }));
  app.use('/b/*', (c, next) => {
    c.req.raw = new Request(c.req.raw, { headers: { 'X-New': '1' } });
    return next();
  });
  app.all('/b/*', cgi({ engine, app, log: false }));
  assert.equal(await (await app.request('/a/x.js')).text(), 'end');
  assert.deepEqual(
    engine.requests.map(({ redirect }) => redirect),
    [undefined, REDIRECT],
  );
});

test('cgi: one script answers every path of its route', async () => {
  const engine = fakeEngine(() => TEXT);
  const app = new Hono().all('/app/*', cgi({ engine, script: 'a.js', log: false }));
  app.all('/one', cgi({ engine, script: 'b.js', log: false }));
  for (const path of ['/app', '/app/x/y', '/one']) await app.request(path);
  assert.deepEqual(
    engine.requests.map(({ mount, script, target }) => [mount, script, target]),
    [
      ['/app', 'a.js', '/app'],
      ['/app', 'a.js', '/app/x/y'],
      ['/one', 'b.js', '/one'],
    ],
  );
});

test('cgi: connection says what the socket cannot', async () => {
  const engine = fakeEngine(() => TEXT);
  const auth = { type: 'Basic', user: 'u' };
  const app = new Hono().all('/*', cgi({ engine, connection: () => ({ auth }), log: false }));
  await app.request('/a.js');
  assert.deepEqual(engine.requests[0]?.connection, { scheme: 'http', auth });
});

test('cgi: a mount without its slash would match no path', () => {
  assert.throws(() => cgi({ engine: fakeEngine(() => TEXT), mount: 'cgi-bin' }), { code: 'BAD_OPTION' });
});

test('cgi: an engine brings its own options', () => {
  assert.throws(() => cgi({ engine: fakeEngine(() => TEXT), timeout: 5 }), { code: 'BAD_OPTION' });
});

const folder = mkdtempSync(join(tmpdir(), 'freshcgi-hono-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'scripts'));
writeFileSync(join(folder, 'page.html'), 'page');
writeFileSync(join(folder, 'index.html'), 'index');
writeFileSync(join(folder, 'scripts', 'a.js'), 'source');

test('cgi: static serves files where there is no script, never the scripts', async () => {
  const app = mounted('/site/*', fakeEngine(missing, join(folder, 'scripts')), { static: folder });
  assert.equal(await (await app.request('/site/page.html')).text(), 'page');
  assert.equal((await app.request('/site/page.html', { method: 'POST' })).status, 405);
  assert.equal(await (await app.request('/site/scripts/a.js')).text(), 'fell through');
  assert.equal(await (await app.request('/site/none.html')).text(), 'fell through');
});

test('cgi: static answers for a folder without an index script', async () => {
  const refuse = () => Promise.reject(new CgiError('DIRECTORY_WITHOUT_INDEX', 'Cannot serve folder'));
  const app = mounted('/*', fakeEngine(refuse, join(folder, 'scripts')), { static: folder });
  assert.equal(await (await app.request('/')).text(), 'index');
  assert.equal((await app.request('/scripts/')).status, 403);
});
