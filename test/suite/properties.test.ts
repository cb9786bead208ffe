// V17 and the parser's promise, end to end: whatever the path, it leads back to itself; whatever a script prints, it is an answer.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { createEngine, isCgiError } from 'freshcgi';
import { type Serving, startServe } from './doors/serve.ts';
import { exchangeBytes, parseAnswer } from './http-client.ts';
import { makeSite, type Site } from './site.ts';

const SCRIPT = `process.stdout.write('Content-Type: application/json\\n\\n' +
  JSON.stringify([process.env.SCRIPT_NAME, process.env.PATH_INFO ?? '', process.env.QUERY_STRING]));`;
let site: Site;
let serving: Serving;

before(async () => {
  site = makeSite([]);
  serving = await startServe(site, []);
});
after(async () => {
  await serving.close();
  site.remove();
});

/** A segment that a URL can have and a file name, too: no slash, no control character, nothing that is refused by name. */
const segment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => text.isWellFormed() && !/[/\\\0-\x1f\x7f]/.test(text) && !/^\.{1,2}$/.test(text));
const fileName = segment.filter((text) => !/^\.|[:]|[. ~]$/.test(text) && text.toLowerCase() !== 'node_modules');

test('V17 SCRIPT_NAME and PATH_INFO, encoded and asked for again, are the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fileName,
      fc.array(segment, { maxLength: 3 }),
      fc.webQueryParameters(),
      async (name, rest, query) => {
        mkdirSync(join(site.root, name), { recursive: true });
        writeFileSync(join(site.root, name, `${name}.js`), SCRIPT);
        const path = ['', 'cgi-bin', name, `${name}.js`, ...rest].map(encodeURIComponent).join('/');
        const first = await ask(`${path}?${rawQuery(query)}`);
        const [scriptName = '', pathInfo = '', queryString = ''] = first;
        const encoded = (scriptName + pathInfo).split('/').map(encodeURIComponent).join('/');
        assert.deepEqual(await ask(`${encoded}?${queryString}`), first);
        assert.equal(scriptName, `/cgi-bin/${name}/${name}.js`);
        assert.equal(pathInfo, rest.map((part) => `/${part}`).join(''));
      },
    ),
    { numRuns: 40 },
  );
});

/** fast-check's queries have the characters of RFC 3986; a request line has no others. */
function rawQuery(query: string): string {
  return query.replace(/[^\x21-\x7e]/g, encodeURIComponent);
}

async function ask(target: string): Promise<string[]> {
  const bytes = Buffer.from(`GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`, 'latin1');
  const { status, body } = parseAnswer(await exchangeBytes(serving.port, bytes), 'GET');
  assert.equal(status, 200, target);
  return JSON.parse(Buffer.from(body).toString()) as string[];
}

const line = fc.oneof(
  fc.constantFrom('Content-Type: text/plain', 'Status: 200', 'Location: /x', 'HTTP/1.1 200 OK', '', 'Set-Cookie: a=b'),
  fc.string({ unit: 'binary-ascii', maxLength: 30 }),
);
const output = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.array(line, { maxLength: 8 }).map((lines) => Buffer.from(lines.join('\n'), 'latin1')),
);

test('whatever a script prints, the caller gets an answer or a CgiError that blames the script', async () => {
  const engine = createEngine({ root: site.root });
  try {
    await fc.assert(
      fc.asyncProperty(output, async (bytes) => {
        const source = `process.stdout.write(Buffer.from('${bytes.toString('base64')}', 'base64'))`;
        try {
          const response = await engine.execute({ source });
          await response.bytes();
          assert.ok(response.status >= 200 && response.status <= 599);
          assert.doesNotThrow(() => response.headers);
        } catch (error) {
          assert.ok(isCgiError(error), String(error));
          assert.equal(error.fault, 'script', error.message);
        }
      }),
      { numRuns: 150 },
    );
  } finally {
    await engine.close();
  }
});
