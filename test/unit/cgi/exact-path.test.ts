// V16: which paths lead to a script by merged or decoded slashes only, and what PATH_INFO is behind the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactPath } from '../../../engine/cgi/exact-path.ts';
import { type LocateOptions, locateScript } from '../../../engine/cgi/locate.ts';
import { locateMounted } from '../../../engine/cgi/locate-mounted.ts';
import { parseTarget } from '../../../engine/cgi/target.ts';
import { LOCATE, memoryProbe } from './rooms.ts';

const probe = memoryProbe({ 'env.js': {}, 'sub/index.js': {} });
const KEEP = { encodedSlashes: 'keep' } as const;
const DECODE = { encodedSlashes: 'decode' } as const;

type Row = readonly [target: string, pathInfo: string | undefined, options?: Partial<LocateOptions>];
const REFUSED = 'PATH_REFUSED';

const FOLDER: readonly Row[] = [
  ['/cgi-bin/env.js', undefined],
  ['/cgi-bin/env.js/a/b', '/a/b'],
  ['/cgi-bin/env.js//a//b/', '//a//b/'],
  ['/cgi-bin//env.js', REFUSED],
  ['//cgi-bin/env.js/a', REFUSED],
  ['/cgi-bin//sub/', REFUSED],
  ['/cgi-bin/sub//', REFUSED],
  ['/cgi-bin%2Fenv.js', REFUSED, DECODE],
  ['/cgi-bin/env.js/a%2Fb', '/a/b', DECODE],
  ['/cgi-bin/env.js/a%2Fb', '/a%2Fb', KEEP],
  ['/x%2Fy/../cgi-bin/env.js', undefined, KEEP],
];
for (const [target, pathInfo, options] of FOLDER) {
  test(`exactPath: ${target} ${told(pathInfo, options)}`, () => {
    const sent = parseTarget(target);
    const all = { ...LOCATE, ...options };
    check(pathInfo, () => {
      const located = locateScript(sent, '/cgi-bin', probe, all);
      assert.ok(located.kind === 'script');
      return exactPath(sent, located, false, all);
    });
  });
}

const ONLY: readonly Row[] = [
  ['/app', undefined],
  ['/app/a/', '/a/'],
  ['/app//a', REFUSED],
  ['/app/a//', REFUSED],
  ['/app/a%2Fb', REFUSED, DECODE],
  ['/app/a%2Fb', '/a%2Fb', KEEP],
];
for (const [target, pathInfo, options] of ONLY) {
  test(`exactPath: where one script answers everything, ${target} ${told(pathInfo, options)}`, () => {
    const sent = parseTarget(target);
    const all = { ...LOCATE, ...options };
    check(pathInfo, () => exactPath(sent, locateMounted(sent, '/app', 'env.js', probe, all), true, all));
  });
}

function told(pathInfo: Row[1], options: Row[2]): string {
  const how = options?.encodedSlashes === undefined ? '' : ` (encodedSlashes: ${options.encodedSlashes})`;
  return `${pathInfo === REFUSED ? 'is refused' : `has ${pathInfo ?? 'no PATH_INFO'}`}${how}`;
}

function check(expected: Row[1], locate: () => { readonly pathInfo: string | undefined }): void {
  if (expected === REFUSED) assert.throws(locate, { code: REFUSED });
  else assert.equal(locate().pathInfo, expected);
}
