// From what an import leads to, to what is compiled for it. Worker side.
import type ivm from 'isolated-vm';
import type { Unit } from '../compile.ts';
import { type Attributes, checkAttributes } from './attributes.ts';
import { readDataUrl } from './data-url.ts';
import { exportNamesOf } from './export-names.ts';
import { ModuleFault } from './fault.ts';
import { lexModule, type ModuleRequest } from './lex.ts';
import type { ModuleSources } from './module-sources.ts';
import type { ImportTarget } from './resolve-import.ts';
import { DEFAULT_EXTENSIONS, resolveRequire } from './resolve-require.ts';
import { hashText, type Source } from './source.ts';
import { javaScriptOf } from './typescript.ts';
import { commonJsFacade, jsonFacade, moduleUnit, SELF, selfUnit } from './units.ts';

/** A module of a graph, from its first mention to its being linked. */
export interface GraphNode {
  readonly url: string;
  readonly kind: 'module' | 'commonjs' | 'json' | 'generated';
  readonly unit: Unit;
  /** The text as it is in the file. */
  readonly text: string;
  /** What its text asks for, in order. */
  readonly asked: readonly ModuleRequest[];
  /** Of an ES module: whether it waits at its top level. */
  awaits(): boolean;
  /** What that leads to, by specifier. */
  readonly requests: Map<string, GraphNode>;
  module: ivm.Module | undefined;
  linked: boolean;
}

export function graphNode(url: string, kind: GraphNode['kind'], unit: Unit, more: Partial<GraphNode> = {}): GraphNode {
  const node = { url, kind, unit, text: '', asked: [], requests: new Map(), module: undefined, linked: false };
  return { ...node, awaits: () => false, ...more };
}

/** The node of a file or of a data: URL. Throws a ModuleFault. */
export function nodeOf(
  target: Exclude<ImportTarget, { kind: 'builtin' }>,
  attributes: Attributes,
  sources: ModuleSources,
): GraphNode {
  const { url } = target;
  if (target.kind === 'data') {
    const { format, text } = readDataUrl(url);
    checkAttributes(url, format, attributes);
    if (format === 'json') return graphNode(url, 'json', jsonFacade(url, checkJson(url, text)));
    return moduleNode({ path: url, text, hash: hashText(text) }, url, sources);
  }
  const source = sources.read(target.path);
  const format = sources.importedFormat(source);
  checkAttributes(url, format, attributes);
  if (format === 'json') return graphNode(url, 'json', jsonFacade(target.path, checkJson(target.path, source.text)));
  if (format === 'module') return moduleNode(source, url, sources);
  javaScriptOf(source);
  const names = exportNamesOf(source, (specifier, from) => reexported(specifier, from, sources));
  return graphNode(url, 'commonjs', commonJsFacade(target.path, names));
}

/** JSON is checked when it is loaded, and parsed where it is evaluated. */
function checkJson(name: string, text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const message = `${name}: ${(error as Error).message}`; // JSON.parse throws nothing else
    throw new ModuleFault({ code: 'SyntaxError', base: 'SyntaxError', message });
  }
}

function moduleNode(source: Source, url: string, sources: ModuleSources): GraphNode {
  const text = javaScriptOf(source);
  sources.remember(url, source.text);
  const { needsSelf, ...unit } = moduleUnit(source, url);
  const asked = lexModule(source, text).requests;
  const node = graphNode(url, 'module', unit, { text, asked, awaits: () => sources.awaits(source) });
  if (needsSelf) node.requests.set(SELF, graphNode(`self:${url}`, 'generated', selfUnit(url)));
  return node;
}

/** What a CommonJS module passes on whole: looked at for its names only, so whatever is wrong with it is not told here. */
function reexported(specifier: string, from: string, sources: ModuleSources): Source | undefined {
  try {
    const request = { specifier, parent: from, extensions: DEFAULT_EXTENSIONS };
    const source = sources.read(resolveRequire(request, sources.files, sources.packages));
    if (sources.requiredFormat(source) !== 'commonjs') return undefined;
    javaScriptOf(source);
    return source;
  } catch (error) {
    if (error instanceof ModuleFault) return undefined;
    throw error;
  }
}
