// Blob, File, FormData, Headers, Request and Response in the sandbox, with node as the oracle.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { sameOutput } from './same-output.ts';

const PRELUDE = `
const attempt = (run) => { try { return run(); } catch (e) { return e.name + ' ' + e.code + ' ' + e.message; } };
const rejected = (promise) => promise.then((value) => 'fine ' + value, (e) => e.name + ' ' + e.message);
(async () => {
`;

const SCRIPTS: Record<string, string> = {
  'Blob and File': `
    const blob = new Blob(['a', 'é\\ud800', new Uint8Array([1, 2]), new Uint8Array([65]).buffer, new Blob(['x'])], { type: 'Text/Plain' });
    console.log(blob, await blob.text(), (await blob.arrayBuffer()).byteLength, await blob.bytes(), String(blob));
    console.log(blob.slice(1, -1), blob.slice(-4, -1, 'X/y').type, await blob.slice(0, 3).text(), new Blob([1, {}, null]).size);
    console.log(await new Blob(['a\\r\\nb\\rc'], { endings: 'native' }).text() === 'a\\nb\\nc', new Blob([], { type: 'é' }).type);
    for (const [from, to] of [[0.5, 1.5], [1.5, 2.5], ['1', '2'], [null, null], [-1.5], [NaN], [2 ** 53]]) console.log(await new Blob(['abcd']).slice(from, to).text());
    const order = [], told = (name, value) => ({ toString() { order.push('read ' + name); return value; } });
    new Blob({ *[Symbol.iterator]() { order.push('parts'); } }, { get type() { order.push('type'); return told('type', 'a'); }, get endings() { order.push('endings'); return told('endings', 'native'); } });
    console.log(order.join());
    let size = 0; for await (const chunk of new Blob([new Uint8Array(200000)]).stream()) size += chunk.length; console.log(size);
    for (const bad of [() => new Blob('x'), () => new Blob(1), () => new Blob(['a'], 1), () => new Blob([], { endings: 'x' }), () => new File(),
      () => new File(['a']), () => new File('a', 'b')]) console.log(attempt(bad));
    const file = new File(['a'], 'n\\ud800', { type: 't', lastModified: 5 }); console.log(file, file instanceof Blob, Object.keys(File.prototype));
    const copy = structuredClone({ blob, file }); console.log(await copy.blob.text(), copy.file.name, copy.file instanceof File, copy.blob === blob);
    console.log((await new Blob([]).stream().getReader().read()).done);`,
  FormData: `
    const form = new FormData(); form.append('a', 'b'); form.append('a', 5); form.append('f', new Blob(['x']), 'n.txt'); form.append('g', new Blob(['y']));
    console.log([...form.keys()].join(), form.get('a'), form.getAll('a'), form.get('f').name, form.get('g').name, form.get('none'), form.has('f'));
    form.set('a', 'c'); form.set('new', 'd'); form.delete('g'); console.log([...form].map(([k, v]) => k + typeof v).join(), String(form));
    form.forEach((value, name) => console.log(name, typeof value));
    for (const bad of [() => form.append('a'), () => new FormData(1), () => form.append('a', 'b', 'c'), () => form.delete()]) console.log(attempt(bad));`,
  Headers: `
    console.log(new Headers({ a: 'b', C: ' d ' }), new Headers([['a', 'b'], ['A', 'c']]).get('a'), String(new Headers()));
    const headers = new Headers([['Set-Cookie', 'a'], ['set-cookie', 'b'], ['X', '1'], ['a', '2'], ['Cookie', 'p'], ['cookie', 'q']]);
    console.log([...headers].join('|'), headers.getSetCookie(), headers.get('set-cookie'), headers.has('x'), headers.get('none'));
    headers.set('x', '3'); headers.append('x', '4'); headers.delete('a'); console.log([...headers.entries()].join('|'), [...headers.keys()].join());
    headers.forEach((value, name, self) => console.log(name, value, self === headers));
    for (const bad of [() => new Headers([['a']]), () => new Headers({ 'a b': 'c' }), () => new Headers({ a: 'b\\n c' }), () => new Headers(1),
      () => new Headers({ a: '\\u20ac' }), () => headers.append('', 'x'), () => headers.set('a', '\\0')]) console.log(attempt(bad));
    console.log(new Headers({ a: 'é' }).get('a'), new Headers(headers).get('x'), Object.prototype.toString.call(headers));`,
  Request: `
    const request = new Request('http://a/?x', { method: 'post', body: 'x', headers: { A: 'b' } });
    console.log(request, request.url, await request.clone().text(), request.bodyUsed, await request.json().catch((e) => e.name), request.bodyUsed);
    console.log(await rejected(request.text()), attempt(() => request.clone()));
    for (const bad of [() => new Request(), () => new Request('x'), () => new Request('http://a/', { body: 'x' }), () => new Request('http://u:p@a/'),
      () => new Request('http://a/', { method: 'TRACE' }), () => new Request('http://a/', { method: 'a b' }),
      () => new Request('http://a/', { method: 'POST', body: new ReadableStream() })]) console.log(attempt(bad));
    console.log(new Request(new Request('http://a/', { method: 'PUT' }), { method: 'delete' }).method, new Request('http://a/').body, new Request('http://a/#h').url);
    const controller = new AbortController(), signalled = new Request('http://a/', { signal: controller.signal });
    controller.abort(); console.log(signalled.signal.aborted, new Request(signalled).signal.aborted);`,
  Response: `
    console.log(new Response('x', { status: 201, headers: { a: 'b' } }).status, Response.json({ a: 1 }).headers, await Response.json({ a: 1 }).text());
    const moved = Response.redirect('http://x/y', 301); console.log(moved.status, moved.headers.get('location'), attempt(() => moved.headers.set('a', 'b')));
    const error = Response.error(); console.log(error.type, error.status, error.ok);
    for (const bad of [() => new Response('x', { status: 204 }), () => new Response('x', { status: 99 }), () => Response.redirect('/y'),
      () => Response.redirect('http://x', 200), () => Response.json(undefined), () => new Response('x', { statusText: 'a\\nb' })]) console.log(attempt(bad));
    for (const body of ['é', Buffer.from('b'), new Uint8Array([67]).buffer, new Blob(['d'], { type: 't/x' }), new URLSearchParams({ a: 'é b' }),
      new ReadableStream({ start(c) { c.enqueue(new Uint8Array([69])); c.close(); } }), null, undefined]) {
      const response = new Response(body); console.log(response.headers.get('content-type'), response.body === null, await response.text());
    }
    const response = new Response('\\ufeff{"a":1}'), copy = response.clone();
    console.log(await response.json(), (await copy.arrayBuffer()).byteLength, await new Response('z').blob(), await new Response('z').bytes(), copy.bodyUsed);
    const streamed = new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array([70])); c.close(); } })), twin = streamed.clone();
    console.log(await streamed.text(), await twin.text(), await rejected(twin.text()));
    const read = new Response('abc'); for await (const chunk of read.body) console.log(chunk, read.bodyUsed);`,
  'a channel between two ports': `
    const { port1, port2 } = new MessageChannel(), sent = new ArrayBuffer(8);
    port1.postMessage('early'); port2.onmessage = (event) => console.log(event.constructor.name, event.data, event.origin, event.ports);
    port1.postMessage({ a: new Map([[1, 2]]) }); port1.postMessage(sent, [sent]); console.log('posted', sent.byteLength, attempt(() => port1.postMessage()));
    port1.on('message', (data) => { console.log('back', data); port1.close(); });
    port1.addEventListener('close', () => console.log('closed'));
    console.log(attempt(() => port1.postMessage(() => {})).slice(0, 14), attempt(() => new MessagePort()), new MessageEvent('x', { data: 5 }).data);
    await new Promise((done) => setTimeout(done, 5)); port2.postMessage('reply'); await new Promise((done) => setTimeout(done, 5)); port2.postMessage('late');`,
  'forms as bodies': `
    const form = new FormData(); form.append('a"\\n', 'b\\nc'); form.append('f', new File(['é'], 'n"x.txt', { type: 'text/x' })); form.append('e', new File([], 'e'));
    const back = await new Response(form).formData();
    for (const [name, value] of back) console.log(JSON.stringify(name), typeof value === 'string' ? JSON.stringify(value) : [value.name, value.type, value.size, await value.text()]);
    const text = await new Response(form).text(); console.log(text.replace(/----formdata-\\S*?(?=--\\r|\\r)/g, 'B').replace(/\\r/g, ''));
    const urlencoded = new Response('a=1&b=%C3%A9+x&a', { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    console.log([...await urlencoded.formData()].join('|'));
    console.log((await rejected(new Response('x').formData())).slice(0, 9), (await rejected(new Response('x', { headers: { 'content-type': 'multipart/form-data; boundary=b' } }).formData())).slice(0, 44));`,
};

for (const [title, code] of Object.entries(SCRIPTS)) {
  test(`web classes: ${title}`, async (t) => {
    await sameOutput(t, `${PRELUDE}${code}})();`);
  });
}

test('web classes: a form of a Request keeps within the limits of require("cgi")', async (t) => {
  const code = `
    const form = new FormData(); for (let i = 0; i < 101; i++) form.append('a', 'b');
    new Response(form).formData().catch((e) => console.log(e.message, e.cause.message));`;
  const { engine } = scriptFolder(t, { 'a.js': page(code) });
  const text = await (await engine.execute('a.js')).text();
  assert.equal(text, 'Failed to parse body as FormData. Cannot read the form: 101 parts, 100 allowed\n');
});

test('fetch is refused with its reason', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(`fetch('http://a/').catch((e) => console.log(e.code, e.message));`),
  });
  assert.match(await (await engine.execute('a.js')).text(), /^ERR_SANDBOX_REFUSED .*no sockets/);
});
