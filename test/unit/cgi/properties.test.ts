// Properties over arbitrary input: V17, the header parser under any split, and that nothing throws anything but a CgiError.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeTarget } from '../../../engine/cgi/encode-path.ts';
import { buildEnvironment } from '../../../engine/cgi/environment.ts';
import { HeaderBlockParser } from '../../../engine/cgi/header-block.ts';
import { locateScript } from '../../../engine/cgi/locate.ts';
import { buildResponse } from '../../../engine/cgi/response.ts';
import { parseTarget } from '../../../engine/cgi/target.ts';
import { isCgiError } from '../../../engine/errors.ts';
import { bytes, ENVIRONMENT, LOCATE, memoryProbe, OUTPUT } from './rooms.ts';

const probe = memoryProbe({
  'env.js': {},
  'sp ace.js': {},
  'sub/index.js': {},
  'x.js/café.js': {},
  'a%2Fb.js': {},
  '100%.js': {},
});

/** Pieces that paths, headers and statuses are made of, so that random text gets somewhere. */
const PATH_PIECES = [
  '/',
  '/cgi-bin/',
  'env.js',
  'sp%20ace.js',
  'sub',
  'x.js/caf%C3%A9.js',
  'a%2Fb.js',
  '100%25.js',
  '..',
  '.',
  '%2e',
  '%2F',
  '%5C',
  '%00',
  '%E9',
  '%25',
  '%3F',
  '%23',
  '%zz',
  '%C3%A9',
  '?',
  '#',
  ';',
  '+',
  '//',
  '\\',
  ' ',
  '\xE9',
  '~',
];
const OUTPUT_PIECES = [
  'Content-Type: text/plain',
  'Status: 404 x',
  'Location: /a',
  'Location: //e',
  'X-A: 1',
  'HTTP/1.1 200 OK',
  '\n',
  '\r\n',
  '\n\n',
  '\r',
  ':',
  ' ',
  '\t',
  '\0',
  '\xEF\xBB\xBF',
  'text',
  'Connection: close',
  '\x1b',
  '\xE9',
];

const SCRIPT_PIECES = ['env.js', 'sp%20ace.js', 'sub/', './/env.js', 'x.js/caf%C3%A9.js', 'a%2Fb.js', '100%25.js', ''];
const piece = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...PATH_PIECES) },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
);
const paths = fc
  .tuple(fc.constantFrom(...SCRIPT_PIECES), fc.array(piece, { maxLength: 6 }))
  .map(([script, pieces]) => `/cgi-bin/${script}${pieces.length > 0 ? '/' : ''}${pieces.join('')}`);
const locateOptions = fc.record({
  mergeSlashes: fc.boolean(),
  encodedSlashes: fc.constantFrom('refuse', 'decode', 'keep'),
  acceptPathInfo: fc.boolean(),
});
const outputs = fc
  .array(fc.oneof(fc.constantFrom(...OUTPUT_PIECES), fc.string({ unit: 'binary', maxLength: 6 })))
  .map((pieces) => bytes(pieces.join('')));

test('V17: SCRIPT_NAME and PATH_INFO, encoded and asked for again, give the same two', () => {
  let located = 0;
  fc.assert(
    fc.property(paths, locateOptions, (path, chosen) => {
      const options = { ...LOCATE, ...chosen };
      const first = attempt(() => locateScript(parseTarget(path), '/cgi-bin', probe, options));
      if (first === undefined || first.kind === 'redirect') return;
      located++;
      const again = encodeTarget(first.scriptName, first.pathInfo, '');
      assert.deepEqual(locateScript(parseTarget(again), '/cgi-bin', probe, options), first);
    }),
    { numRuns: 3000 },
  );
  assert.ok(located > 300, `only ${located} paths led to a script`);
});

test('locateScript: nothing leads out of the root, and redirects stay on this host', () => {
  fc.assert(
    fc.property(paths, locateOptions, (path, chosen) => {
      const found = attempt(() => locateScript(parseTarget(path), '/cgi-bin', probe, { ...LOCATE, ...chosen }));
      if (found?.kind === 'script') assert.match(found.script, /^\/srv\/cgi\/(?!.*(?:^|\/)\.\.(?:\/|$))/);
      if (found?.kind === 'redirect') assert.match(found.location, /^\/cgi-bin\b/);
    }),
    { numRuns: 3000 },
  );
});

test('HeaderBlockParser: the same answer however the bytes are split', () => {
  fc.assert(
    fc.property(
      outputs,
      fc.array(fc.nat(20), { maxLength: 30 }),
      fc.boolean(),
      fc.boolean(),
      (output, cuts, isLenient, nph) => {
        const onMalformed = isLenient ? 'lenient' : 'strict';
        assert.deepEqual(readOutput(output, cuts, onMalformed, nph), readOutput(output, [], onMalformed, nph));
      },
    ),
    { numRuns: 3000 },
  );
});

test('HeaderBlockParser, buildResponse: whatever the output, a plan that a Response accepts or a CgiError', () => {
  fc.assert(
    fc.property(
      outputs,
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('GET', 'HEAD'),
      (output, isLenient, nph, method) => {
        const options = { ...OUTPUT, onMalformed: isLenient ? ('lenient' as const) : ('strict' as const) };
        const plan = attempt(() => {
          const parser = new HeaderBlockParser('x.js', nph, options);
          return buildResponse(parser.push(output) ?? parser.end(), { script: 'x.js', method, nph }, options);
        });
        if (plan === undefined) return;
        const headers = new Headers(plan.headerPairs.map(([name, value]): [string, string] => [name, value]));
        new Response(null, { status: plan.status, statusText: plan.statusText, headers });
      },
    ),
    { numRuns: 3000 },
  );
});

test('buildEnvironment: whatever the header fields, names are unique and clean and no value holds NUL', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Host', 'Cookie', 'Connection', 'X-A', 'x_a', 'Proxy'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), text, (headers, query) => {
      const request = {
        method: 'GET',
        requestUri: '/a',
        query,
        script: '/a',
        scriptName: '/a',
        headers,
        requestId: 'x',
      };
      const environment = attempt(() => buildEnvironment(request, { ...ENVIRONMENT, allowUnderscores: true })) ?? [];
      const names = environment.filter((_, i) => i % 2 === 0);
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.every((name) => /^[A-Z][A-Z0-9_]*$/.test(name)));
      assert.ok(!environment.join('').includes('\0') && !environment.includes('HTTP_PROXY'));
    }),
    { numRuns: 2000 },
  );
});

/** The result, or undefined when it was refused; any other error fails the property. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (isCgiError(error)) return undefined;
    throw error;
  }
}

/** What comes of an output cut into pieces of these sizes, the last one as long as it takes. */
function readOutput(
  output: Uint8Array,
  cuts: readonly number[],
  onMalformed: 'strict' | 'lenient',
  nph: boolean,
): unknown {
  const parser = new HeaderBlockParser('x.js', nph, {
    ...OUTPUT,
    onMalformed,
    maxHeaderLineBytes: 60,
    maxHeaderBlockBytes: 100,
    maxHeaderFields: 4,
  });
  let at = 0;
  try {
    for (const size of [...cuts, output.length]) {
      const block = parser.push(output.slice(at, at + size));
      at += size;
      if (block !== undefined)
        return { ...block, rest: Buffer.concat([block.rest, output.subarray(at)]).toString('latin1') };
    }
    const block = parser.end();
    return { ...block, rest: Buffer.from(block.rest).toString('latin1') };
  } catch (error) {
    assert.ok(isCgiError(error));
    return error.message;
  }
}
