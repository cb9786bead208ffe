// What a graph of modules costs: compiled at its first request, looked at by a stat each at the next. Run by itself:
// node test/bench/modules.ts
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from 'freshcgi';

const MODULES = 200;
const REQUESTS = 60;
/** Functions of each module, so that there is something to compile. */
const FUNCTIONS = 20;

export interface ModulesRow {
  readonly name: string;
  /** Milliseconds of the first request and of one like it afterwards, and sources compiled in each. */
  readonly firstMs: number;
  readonly firstCompiled: number;
  readonly laterMs: number;
  readonly laterCpuMs: number;
  readonly laterCompiled: number;
}

function body(i: number): string {
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, n) => `function f${n}(a, b) { return [a + b * ${n}, a, b].map((x) => x * ${i}).join(); }`,
  );
  return functions.join('\n');
}

/** A tree of modules, each of which loads two more. */
function writeGraph(folder: string, kind: 'js' | 'mjs' | 'ts'): void {
  mkdirSync(join(folder, kind));
  for (let i = 0; i < MODULES; i++) {
    const children = [2 * i + 1, 2 * i + 2].filter((child) => child < MODULES);
    const loads = children.map((child) =>
      kind === 'js' ? `require('./m${child}');` : `import './m${child}.${kind}';`,
    );
    const types = kind === 'ts' ? 'interface Shape { sides: number }\n' : '';
    const path = join(folder, kind, `m${i}.${kind}`);
    writeFileSync(path, `${loads.join('\n')}\n${types}${body(i)}\nf0(1, 2);\n`);
    utimesSync(path, new Date(0), new Date(0));
  }
  const main = join(folder, `main-${kind}.${kind}`);
  const load = kind === 'js' ? `require('./js/m0');` : `import './${kind}/m0.${kind}';`;
  writeFileSync(main, `${load}\nprocess.stdout.write('Content-Type: text/plain\\n\\nok');\n`);
  utimesSync(main, new Date(0), new Date(0));
}

/** One row for each kind of module. */
export async function measureModules(): Promise<ModulesRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-bench-'));
  const rows: ModulesRow[] = [];
  try {
    for (const kind of ['js', 'mjs', 'ts'] as const) {
      writeGraph(folder, kind);
      const engine = createEngine({ root: folder });
      await engine.ready();
      const request = async () => {
        const startedAt = performance.now();
        const response = await engine.execute(`main-${kind}.${kind}`);
        await response.text();
        const { compiled, cpuMs } = await response.report;
        return { ms: performance.now() - startedAt, cpuMs, compiled };
      };
      const first = await request();
      const later: Awaited<ReturnType<typeof request>>[] = [];
      // Over more than one isolate: compiled code is carried from one to the next.
      for (let i = 0; i < REQUESTS; i++) later.push(await request());
      later.sort((a, b) => a.ms - b.ms);
      rows.push({
        name: `${MODULES} modules, .${kind}`,
        firstMs: first.ms,
        firstCompiled: first.compiled,
        laterMs: later[later.length >> 1]?.ms ?? 0,
        laterCpuMs: later.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b)[later.length >> 1] ?? 0,
        laterCompiled: Math.max(...later.map(({ compiled }) => compiled)),
      });
      await engine.close();
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  for (const row of await measureModules()) {
    process.stdout.write(
      `${row.name}: first ${row.firstMs.toFixed(1)} ms, ${row.firstCompiled} compiled; then ${row.laterMs.toFixed(1)} ms (${row.laterCpuMs.toFixed(1)} of CPU), at most ${row.laterCompiled} compiled\n`,
    );
  }
}
