// The scripts in contexts of node:vm behind Hono: what one would write in an afternoon, without limits. node-vm.ts FOLDER --port N
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Context, createContext, Script } from 'node:vm';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

type Body = Uint8Array;
type Module = (...given: unknown[]) => void;

const [, , root = '.', , port] = process.argv;
const hostRequire = createRequire(import.meta.url);
/** Compiled once. */
const scripts = new Map<string, Script>();

function compile(path: string): Script {
  const kept = scripts.get(path);
  if (kept !== undefined) return kept;
  const source = readFileSync(path, 'utf8').replace(/^#!.*/, '');
  const script = new Script(`(function (exports, require, module) {${source}\n})`, { filename: path });
  scripts.set(path, script);
  return script;
}

/** Runs a script in a context of its own; resolves with what it wrote when neither input nor a timer of it is left. */
function run(path: string, body: Body): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const written: string[] = [];
    let pending = 1;
    const finish = () => {
      if (--pending === 0) resolve(written);
    };
    const stdin = Readable.from(body.length > 0 ? [Buffer.from(body)] : []);
    const context = createContext({
      process: {
        // Whoever looks at it reads it.
        get stdin() {
          if (stdin.listenerCount('close') === 0) {
            pending++;
            stdin.on('close', finish);
          }
          return stdin;
        },
        stdout: { write: (text: string) => written.push(text) > 0 },
      },
      setTimeout(work: () => void, ms: number) {
        pending++;
        setTimeout(() => {
          work();
          finish();
        }, ms);
      },
    });
    try {
      evaluate(context, path);
      finish();
    } catch (error) {
      reject(error);
    }
  });
}

function evaluate(context: Context, path: string): unknown {
  const module = { exports: {} };
  const requireFrom = (name: string): unknown =>
    name.startsWith('.') ? evaluate(context, join(root, name)) : hostRequire(name);
  (compile(path).runInContext(context) as Module)(module.exports, requireFrom, module);
  return module.exports;
}

const app = new Hono();
app.all('/cgi-bin/:name', async (c) => {
  const body = c.req.method === 'POST' ? new Uint8Array(await c.req.arrayBuffer()) : new Uint8Array();
  const [head = '', ...rest] = await run(join(root, c.req.param('name')), body);
  const end = head.indexOf('\n\n');
  const [name = '', value = ''] = head.slice(0, end).split(': ');
  return c.body(head.slice(end + 2) + rest.join(''), 200, { [name]: value });
});
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });
