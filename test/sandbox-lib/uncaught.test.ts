// The report of an uncaught error, where the script has replaced what the report is made of.
import { match, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { isCgiError } from 'freshcgi';
import { page, scriptFolder } from '../engine/script-folder.ts';

const REPLACED = {
  'the iterator of arrays': `Array.prototype[Symbol.iterator] = () => { throw new Error('iterator'); };`,
  'regular expressions': `RegExp.prototype.exec = RegExp.prototype[Symbol.replace] = () => { throw new Error('regexp'); };`,
  'the methods of strings': `String.prototype.replace = String.prototype.split = String.prototype.slice = () => { throw new Error('string'); };`,
};

for (const [what, code] of Object.entries(REPLACED)) {
  test(`an uncaught error is reported and what was written is kept when the script has replaced ${what}`, async (t) => {
    const { engine } = scriptFolder(t, { 'broken.js': page(`process.stdout.write('before');\n${code}\nnull.name;`) });
    await rejects(engine.execute('broken.js'), (error) => {
      ok(isCgiError(error));
      match(String(error.details['stderr']), /TypeError: Cannot read properties of null/);
      match(String(error.details['stdout']), /before$/);
      return true;
    });
  });
}
