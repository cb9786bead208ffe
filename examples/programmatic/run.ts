// Runs a script from a folder and one from a string, and tells what each of them cost.
import { join } from 'node:path';
import { createEngine } from 'freshcgi';

const engine = createEngine({ root: join(import.meta.dirname, '..', 'cgi-bin') });

const page = await engine.execute('counter.js', { query: 'json' });
console.log(page.status, page.headers.get('content-type'), await page.text());

const shout = await engine.execute(
  {
    filename: 'shout.js',
    source: `
      const text = require('fs').readFileSync(0, 'utf8');
      console.log('Content-Type: text/plain\\n');
      console.log(require('./style.js')(text));
    `,
    modules: { './style.js': 'module.exports = (text) => text.toUpperCase() + "!"' },
  },
  { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'hello' },
);
console.log(shout.status, (await shout.text()).trim());

const { code, wallMs, cpuMs, worker } = await shout.report;
console.log(`${code}: ${wallMs.toFixed(1)} ms, ${cpuMs.toFixed(1)} ms of CPU, in process ${worker}`);

try {
  await engine.execute('nowhere.js');
} catch (error) {
  // Every failure is a CgiError: a stable code and the HTTP status that fits.
  const { code, status } = error as { code: string; status: number };
  console.log(status, code);
}

await engine.close();
