// require('cgi') in the sandbox: forms within their limits, uploads to files, headers that nothing breaks out of.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';

const PRELUDE = `const cgi = require('cgi');
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.code, e.status, e.message].filter(Boolean).join(' '); } };
`;

async function output(t: Parameters<typeof scriptFolder>[0], code: string, body = '', type = ''): Promise<string> {
  const { engine } = scriptFolder(t, { 'a.js': page(PRELUDE + code) });
  const response = await engine.execute('a.js', { method: 'POST', body, headers: { 'Content-Type': type } });
  return response.text();
}

test('cgi: the module by its two names, and not as one of node’s', async (t) => {
  const code = `console.log(require('freshcgi/cgi') === cgi, Object.keys(cgi).join(), attempt(() => require('node:cgi')));`;
  assert.equal(
    await output(t, code),
    'true parseQuery,readForm,cookies,cookie,header,redirect,escapeHTML,defaultLimits,Form,FormError ' +
      'Error ERR_UNKNOWN_BUILTIN_MODULE No such built-in module: node:cgi\n',
  );
});

test('cgi: names and values of a query', async (t) => {
  const code = `
    const form = cgi.parseQuery('?a=1&b=x+y%26&a=2&=e&c&&%zz=%C3%A9&__proto__=p');
    console.log(JSON.stringify([...form]), form.size, form.names().join());
    console.log(form.get('a'), form.getAll('a').join(), form.get('none'), form.has('c'), form.files().length);
    const object = form.toObject();
    console.log(Object.getPrototypeOf(object), object.a, object.__proto__, Object.keys(object).length);
    for (const run of [() => cgi.parseQuery('a=1&'.repeat(1001)), () => cgi.parseQuery('a=' + 'x'.repeat(2 ** 20)),
      () => cgi.parseQuery(1), () => cgi.parseQuery('', { nothing: 1 }), () => cgi.parseQuery('', { parts: -1 })]) console.log(attempt(run));`;
  assert.equal(
    await output(t, code),
    `[["a","1"],["b","x y&"],["a","2"],["","e"],["c",""],["%zz","é"],["__proto__","p"]] 7 a,b,,c,%zz,__proto__
1 1,2 undefined true 0
null 1 p 6
FormError ERR_FORM_LIMIT 413 Cannot read the form: 1001 parameters, 1000 allowed
FormError ERR_FORM_LIMIT 413 Cannot read the form: 1048578 characters of a field, 1048576 allowed
TypeError ERR_INVALID_ARG_TYPE The "query" argument must be of type string. Received type number (1)
TypeError ERR_INVALID_ARG_VALUE The property 'options.limits.nothing' is no limit. Received 1
RangeError ERR_OUT_OF_RANGE The value of "options.limits.parts" is out of range. It must be >= 0 && <= 9007199254740991. Received -1
`,
  );
});

test('cgi: a body by its type', async (t) => {
  const urlencoded = 'application/x-www-form-urlencoded; charset=UTF-8';
  const show = 'console.log(attempt(() => JSON.stringify([...cgi.readForm()])));';
  assert.equal(await output(t, show, 'a=1&b=%20', urlencoded), '[["a","1"],["b"," "]]\n');
  assert.match(
    await output(t, show, '{}', 'application/json'),
    /^FormError ERR_FORM_TYPE 415 .* type "application\/json"\n/,
  );
  assert.match(await output(t, show, 'a'.repeat(4_194_305), urlencoded), /413 .* 4194305 bytes, 4194304 allowed/);
  const given = `console.log(JSON.stringify([...cgi.readForm({ body: Buffer.from('x=9'), contentType: '${urlencoded}' })]));`;
  assert.equal(await output(t, given, 'a=1', urlencoded), '[["x","9"]]\n');
});

test('cgi: uploads in memory, and fields within their limits', async (t) => {
  const type = 'multipart/form-data; boundary=XX';
  const part = (header: string, content: string) =>
    `--XX\r\nContent-Disposition: form-data; ${header}\r\n\r\n${content}\r\n`;
  const body = `${part('name="f"; filename="../x\\a.txt"', 'é')}${part('name="empty"; filename=""', '')}${part('name="t"', 'ü')}--XX--`;
  const code = `const form = cgi.readForm(), file = form.file('f');
    console.log(file.filename, file.type, file.size, String(file.bytes), form.file('empty'), form.get('t'), form.files().length);`;
  assert.equal(await output(t, code, body, type), 'a.txt application/octet-stream 2 é undefined ü 1\n');
  const limited = (limits: string) => `console.log(attempt(() => cgi.readForm({ limits: ${limits} })));`;
  assert.match(await output(t, limited('{ fileBytes: 1 }'), body, type), /413 .* 2 bytes of a file, 1 allowed/);
  assert.match(await output(t, limited('{ fieldBytes: 1 }'), body, type), /413 .* 2 bytes of a field, 1 allowed/);
  assert.match(await output(t, limited('{ formBytes: 1 }'), body, type), /413 .* characters of text, 1 allowed/);
});

test('cgi: what was saved of a bad form is removed', async (t) => {
  const code = page(
    `${PRELUDE}console.log(attempt(() => cgi.readForm({ saveTo: process.env.UPLOADS, limits: { fileBytes: 300000 } })));`,
  );
  const { root } = scriptFolder(t, {});
  const uploads = join(root, 'uploads');
  mkdirSync(uploads);
  const { engine } = scriptFolder(t, { 'a.js': code }, { allowWrite: [uploads], env: { UPLOADS: uploads } });
  const form = new FormData();
  for (const size of [200_000, 290_000, 700_000]) form.append('f', new Blob([new Uint8Array(size)]), 'f.bin');
  const sent = new Response(form);
  const headers = { 'Content-Type': sent.headers.get('content-type') ?? '' };
  const response = await engine.execute('a.js', { method: 'POST', headers, body: await sent.bytes() });
  assert.match(await response.text(), /ERR_FORM_LIMIT 413/);
  assert.deepEqual(readdirSync(uploads), []);
});

test('cgi: headers, redirects and cookies refuse what would break out of them', async (t) => {
  const code = `
    const show = (run) => console.log(JSON.stringify(attempt(run)));
    show(() => cgi.header()); show(() => cgi.header('text/plain'));
    show(() => cgi.header({ 'X-A': 1, 'Set-Cookie': ['a=1', 'b=2'] })); show(() => cgi.redirect('/ü?a=b', 301));
    for (const bad of ['a\\r\\nX: y', 'a\\nb', 'a\\0', 'a\\x7f', '\\u0085']) { show(() => cgi.header(bad)); show(() => cgi.redirect(bad)); }
    show(() => cgi.header({ 'X A': 1 })); show(() => cgi.header({ 'X\\r\\n': 1 })); show(() => cgi.redirect('/', 200)); show(() => cgi.redirect(''));
    show(() => cgi.cookie('a', 'b c;ü', { maxAge: 5, expires: new Date(0), path: '/x', domain: 'example.org', secure: true, httpOnly: true, sameSite: 'None' }));
    for (const run of [() => cgi.cookie('a b', ''), () => cgi.cookie('a', 'x', { path: '/;x' }), () => cgi.cookie('a', 'x', { domain: 'a\\r\\nb' }),
      () => cgi.cookie('a', 'x', { sameSite: 'None; Secure' }), () => cgi.cookie('a', 'x', { maxAge: 1.5 })]) show(run);
    show(() => cgi.cookies('a=1; b="q q"; a=2; c=%C3%A9; d=%; =x; e; __proto__=p; f=a=b'));
    show(() => cgi.cookies(cgi.cookie('k', '50% "x"; é')).k);
    show(() => cgi.escapeHTML('<a href="x" title=\\'y\\'>&amp;</a>') + cgi.escapeHTML(5));`;
  const invalid = (what: string): string => JSON.stringify(`TypeError ERR_INVALID_CHAR Invalid character in ${what}`);
  const lines = (await output(t, code)).trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, 4), [
    '"Content-Type: text/html; charset=utf-8\\r\\n\\r\\n"',
    '"Content-Type: text/plain\\r\\n\\r\\n"',
    '"Content-Type: text/html; charset=utf-8\\r\\nX-A: 1\\r\\nSet-Cookie: a=1\\r\\nSet-Cookie: b=2\\r\\n\\r\\n"',
    '"Status: 301\\r\\nLocation: /%C3%BC?a=b\\r\\n\\r\\n"',
  ]);
  for (let i = 4; i < 12; i += 2) {
    assert.equal(lines[i], invalid('header content ["Content-Type"]'));
    assert.equal(lines[i + 1], invalid('header content ["Location"]'));
  }
  assert.equal(lines[12], invalid('header content ["Content-Type"]'));
  assert.equal(lines[13], '"Status: 302\\r\\nLocation: %C2%85\\r\\n\\r\\n"');
  assert.match(lines[14] ?? '', /ERR_INVALID_HTTP_TOKEN/);
  assert.match(lines[15] ?? '', /ERR_INVALID_HTTP_TOKEN/);
  assert.match(lines[16] ?? '', /ERR_OUT_OF_RANGE/);
  assert.match(lines[17] ?? '', /ERR_INVALID_ARG_VALUE/);
  assert.equal(
    lines[18],
    '"a=b%20c%3B%C3%BC; Max-Age=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/x; Domain=example.org; SameSite=None; Secure; HttpOnly"',
  );
  assert.match(lines[19] ?? '', /ERR_INVALID_HTTP_TOKEN/);
  assert.equal(lines[20], invalid('cookie path'));
  assert.equal(lines[21], invalid('cookie domain'));
  assert.match(lines[22] ?? '', /ERR_INVALID_ARG_VALUE/);
  assert.match(lines[23] ?? '', /ERR_OUT_OF_RANGE/);
  assert.equal(lines[24], '{"a":"1","b":"q q","c":"é","d":"%","__proto__":"p","f":"a=b"}');
  assert.equal(lines[25], '"50% \\"x\\"; é"');
  assert.equal(lines[26], '"&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;5"');
});

test('cgi: a redirect has no space in it, a date is one, and limits are the same for every run', async (t) => {
  const code = `
    const show = (run) => console.log(JSON.stringify(attempt(run)));
    show(() => cgi.redirect('/a b'));
    show(() => cgi.cookie('a', 'b', { expires: new Date(NaN) }));
    cgi.defaultLimits.parts = 1e9;
    show(() => cgi.defaultLimits.parts);`;
  assert.deepEqual((await output(t, code)).trimEnd().split('\n'), [
    '"Status: 302\\r\\nLocation: /a%20b\\r\\n\\r\\n"',
    `"TypeError ERR_INVALID_ARG_VALUE The property 'options.expires' is invalid. Received Invalid Date"`,
    '100',
  ]);
});
