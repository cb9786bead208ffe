// Parses sources as Node does, each as what it is: a process of its own, as Node tells about the syntax of ES modules only under a flag.
// Started by syntax.ts: files as JSON on stdin, faults as JSON on stdout.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { compileFunction, SourceTextModule } from 'node:vm';
import type { SourceFile, SyntaxFault } from './syntax.ts';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
/** V8's sentences about syntax that only an ES module may have. */
const MODULE_ONLY =
  /import statement|Unexpected token 'export'|import\.meta|await is only valid|Identifier '__?\w+name' has/;

const files = JSON.parse(readFileSync(0, 'utf8')) as SourceFile[]; // from syntax.ts only
process.stdout.write(JSON.stringify(files.flatMap((file) => faultOf(file) ?? [])));

function faultOf({ path, format }: SourceFile): SyntaxFault | undefined {
  let source: string;
  try {
    source = readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .replace(/^#!/, '//');
  } catch {
    return undefined; // that it cannot be read is told elsewhere
  }
  if (/\.[cm]?ts$/.test(path)) {
    try {
      source = stripTypeScriptTypes(source);
    } catch (error) {
      return { path, line: lineOf(error), message: messageOf(error) };
    }
  }
  if (format === 'module') return moduleFault(path, source);
  try {
    compileFunction(source, PARAMETERS, { filename: path });
    return undefined;
  } catch (error) {
    if (format === 'detect' && MODULE_ONLY.test(messageOf(error))) return moduleFault(path, source);
    return { path, line: lineOf(error), message: messageOf(error) };
  }
}

function moduleFault(path: string, source: string): SyntaxFault | undefined {
  try {
    new SourceTextModule(source);
    return undefined;
  } catch (error) {
    // That error does not say where.
    const { stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], { input: source });
    return { path, line: Number(/^\[stdin\]:(\d+)/m.exec(String(stderr))?.[1] ?? 1), message: messageOf(error) };
  }
}

function lineOf(error: unknown): number {
  return error instanceof Error ? Number(/:(\d+)$/m.exec(error.stack?.split('\n', 1)[0] ?? '')?.[1] ?? 1) : 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
