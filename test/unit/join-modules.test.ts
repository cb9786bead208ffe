// How the build joins the modules of the library: what others use of the core are names, and no objects of exports are made for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinModules } from '../../sandbox-lib/build/join-modules.ts';

const HEADER = 'Object.defineProperty(exports, "__esModule", { value: true });\n';
const CORE = `let made = 0; const secret = 1; function add(n) { return n + secret; }
publishCore(() => [$(1).result, made], function (exports, number) { made++; switch (number) { case 0:
  return { __proto__: null, add, one: secret, other: $(2).other };
} });`;
const USER = `${HEADER}const core_1 = require("./core.js");
const secret = 5, add = 7;
exports.result = [(0, core_1.add)(secret), core_1.one, add, core_1.other];`;

test('joinModules gives modules the variables of the core, whatever names they have themselves', () => {
  const files = ['/core.js', '/user.js', '/other.js'];
  const joined = joinModules(
    [
      { file: '/core.js', code: '' },
      { file: '/user.js', code: USER },
      { file: '/other.js', code: `${HEADER}exports.other = 3;` },
    ],
    {
      numberOf: (file) => files.indexOf(file),
      core: CORE,
      isCore: new Set([0]),
      isPackage: new Set(),
      packageScope: { number: 2, names: '' },
    },
  );
  assert.match(joined, /const \$0_add = add;\nconst \$0_one = secret;\nreturn enter_/);
  const enter = new Function(`return ${joined}`)() as () => unknown;
  // The one name from outside of the core is what an object of exports was made for.
  assert.deepEqual(enter(), [[6, 1, 7, 3], 1]);
});
