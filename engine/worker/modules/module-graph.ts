// The ES modules of one context: finds, reads, compiles and links whatever a module imports. An ivm.Module is good for one context only.
// Worker side. https://nodejs.org/api/esm.html
import type ivm from 'isolated-vm';
import type { Compiler } from '../compile.ts';
import { describeReason, type Reason } from '../rejection.ts';
import { type Attributes, checkAttributes } from './attributes.ts';
import { type GraphNode, graphNode, nodeOf } from './graph-nodes.ts';
import { importedNames } from './imported-names.ts';
import type { ModuleRequest } from './lex.ts';
import { linkFault } from './link-fault.ts';
import type { ModuleSources } from './module-sources.ts';
import { resolveHinted } from './resolve-hint.ts';
import type { ImportTarget } from './resolve-import.ts';
import { moduleSyntaxFault } from './syntax-fault.ts';
import { BRIDGE, bridgeUnit, builtinUnit, driverUnit, markedUnit, probeUnit } from './units.ts';

/** How a driver evaluates its target: at the first look at its namespace, at once, or at once with the mark of require(). */
export type DriveMode = 'defer' | 'now' | 'marked';

/** A driver whose target failed, with what isolated-vm lets out of the error. */
export interface Failure {
  readonly id: number;
  readonly reason: Reason;
}

export class ModuleGraph {
  readonly #compiler: Compiler;
  readonly #context: ivm.Context;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #byModule = new Map<ivm.Module, GraphNode>();
  readonly #drivers: ivm.Module[] = [];
  /** Drivers under way, and the URLs of their targets. */
  readonly #open = new Map<number, string>();
  /** Own names of the built-ins asked for so far: only the library knows them. */
  readonly #builtinNames = new Map<string, ReadonlySet<string>>();
  /** Built-ins whose names must be known before the link under way can go on. */
  #wanted = new Set<string>();

  constructor(compiler: Compiler, context: ivm.Context) {
    this.#compiler = compiler;
    this.#context = context;
  }

  /**
   * Makes a module ready to be evaluated, with all it imports. The answer are built-ins whose names must be told by
   * `setBuiltinNames` before it is called again; empty: it is linked. Throws a ModuleFault; what failed is forgotten.
   */
  link(target: ImportTarget, attributes: Attributes, sources: ModuleSources): string[] {
    this.#wanted = new Set();
    try {
      const root = this.#gather(target, attributes, sources);
      if (this.#wanted.size === 0) this.#instantiate(root);
      else this.#forgetUnlinked();
      return [...this.#wanted];
    } catch (error) {
      this.#forgetUnlinked();
      throw error;
    }
  }

  setBuiltinNames(name: string, names: readonly string[]): void {
    this.#builtinNames.set(name, new Set(names));
  }

  /** Whether a linked module or anything it imports waits at its top level. */
  awaits(url: string): boolean {
    const open = [this.#nodes.get(url)];
    const seen = new Set<GraphNode>();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      if (node.awaits()) return true;
      seen.add(node);
      open.push(...node.requests.values());
    }
    return false;
  }

  /** Evaluates a linked module, or gets it ready for it; the library hears of it by `publish(id, namespace)`. */
  drive(url: string, id: number, mode: DriveMode): void {
    const target = this.#nodes.get(url);
    if (!target?.linked) throw new Error(`Cannot evaluate "${url}": it was not linked`);
    const shown = mode === 'marked' ? graphNode(`marked:${url}`, 'generated', markedUnit()) : target;
    if (shown !== target) shown.requests.set('target', target);
    const driver = graphNode(`driver:${id}`, 'generated', driverUnit(id, mode === 'defer'));
    driver.requests.set('target', shown);
    this.#instantiate(driver);
    for (const node of [driver, shown]) if (node !== target && node.module) this.#drivers.push(node.module);
    this.#open.set(id, url);
    driver.module?.evaluateSync();
  }

  /** The target of this driver was evaluated, well or not. */
  done(id: number): void {
    this.#open.delete(id);
  }

  /**
   * After an unhandled rejection: the drivers it came from. V8 rejects each evaluation of a module that failed with the same error,
   * so importing it once more, in an entry of its own, tells.
   */
  failures(): Failure[] {
    const failures: Failure[] = [];
    for (const [id, url] of this.#open) {
      const target = this.#nodes.get(url);
      if (target === undefined) continue;
      const probe = graphNode(`probe:${id}`, 'generated', probeUnit());
      probe.requests.set('target', target);
      this.#instantiate(probe);
      try {
        probe.module?.evaluateSync();
      } catch (error) {
        failures.push({ id, reason: describeReason(error) });
      }
      if (probe.module) this.#drivers.push(probe.module);
    }
    return failures;
  }

  /** Evaluates the module for the connection to the library, which stands ready on globalThis. */
  openBridge(): void {
    if (this.#nodes.has(BRIDGE)) return;
    const node = graphNode(BRIDGE, 'generated', bridgeUnit());
    this.#nodes.set(BRIDGE, node);
    this.#instantiate(node);
    node.module?.evaluateSync();
  }

  /** A module that will be evaluated again: the next link makes another one of it. */
  forget(url: string): void {
    const node = this.#nodes.get(url);
    if (node === undefined) return;
    this.#nodes.delete(url);
    if (node.module === undefined) return;
    this.#byModule.delete(node.module);
    node.module.release();
  }

  /** All that was made for the drivers of one run. */
  releaseDrivers(): void {
    this.#open.clear();
    for (const driver of this.#drivers.splice(0)) {
      this.#byModule.delete(driver);
      driver.release();
    }
  }

  release(): void {
    this.releaseDrivers();
    for (const { module } of this.#nodes.values()) module?.release();
    this.#nodes.clear();
    this.#byModule.clear();
  }

  /** Adds the target and all it imports. */
  #gather(target: ImportTarget, attributes: Attributes, sources: ModuleSources): GraphNode {
    const added: GraphNode[] = [];
    const root = this.#nodeFor(target, attributes, undefined, sources, added);
    for (let node = added.pop(); node !== undefined; node = added.pop()) {
      for (const { specifier, attributes } of node.asked) {
        if (node.requests.has(specifier)) continue;
        const next = resolveHinted(specifier, node.url, sources);
        const names = next.kind === 'builtin' ? namesAsked(node, specifier) : undefined;
        node.requests.set(specifier, this.#nodeFor(next, attributes, names, sources, added));
      }
    }
    return root;
  }

  #nodeFor(
    target: ImportTarget,
    attributes: Attributes,
    names: readonly string[] | undefined,
    sources: ModuleSources,
    added: GraphNode[],
  ): GraphNode {
    if (target.kind === 'builtin') return this.#builtin(target.url, attributes, names);
    const known = this.#nodes.get(target.url);
    if (known !== undefined) {
      checkAttributes(target.url, known.kind === 'json' ? 'json' : 'module', attributes);
      return known;
    }
    const node = nodeOf(target, attributes, sources);
    this.#nodes.set(target.url, node);
    for (const own of node.requests.values()) this.#nodes.set(own.url, own);
    added.push(node);
    return node;
  }

  /** One of node's modules with the names that are asked of it: to read all would instantiate all that is lazy in it. */
  #builtin(name: string, attributes: Attributes, names: readonly string[] | undefined): GraphNode {
    checkAttributes(name, 'builtin', attributes);
    const own = this.#builtinNames.get(name);
    if (own === undefined) this.#wanted.add(name);
    const wanted = own === undefined ? [] : (names?.filter((each) => own.has(each)) ?? [...own]);
    const given = [...new Set(wanted)].filter((each) => each !== 'default').sort();
    const url = names === undefined ? name : `${name}|${given.join()}`;
    const node = this.#nodes.get(url) ?? graphNode(url, 'generated', builtinUnit(name, given));
    this.#nodes.set(url, node);
    return node;
  }

  /** Compiles what is new below this node and links it. */
  #instantiate(root: GraphNode): void {
    if (root.linked) return;
    const fresh: GraphNode[] = [];
    this.#compileBelow(root, fresh);
    try {
      root.module?.instantiateSync(this.#context, (specifier, referrer) => this.#follow(specifier, referrer));
    } catch (error) {
      throw error instanceof SyntaxError ? linkFault(error, fresh) : error;
    }
    for (const node of fresh) node.linked = true;
  }

  #compileBelow(root: GraphNode, fresh: GraphNode[]): void {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.module !== undefined) continue;
      try {
        node.module = this.#compiler.module(node.unit);
      } catch (error) {
        throw error instanceof SyntaxError ? moduleSyntaxFault(node.url, node.text, error) : error;
      }
      this.#byModule.set(node.module, node);
      fresh.push(node);
      open.push(...node.requests.values());
    }
  }

  #follow(specifier: string, referrer: ivm.Module): ivm.Module {
    const node = this.#byModule.get(referrer);
    const next = node?.requests.get(specifier) ?? (node?.kind === 'module' ? undefined : this.#nodes.get(specifier));
    if (next?.module === undefined) throw new Error(`Cannot link "${specifier}": it was not gathered`);
    return next.module;
  }

  /** A module that failed on the way is read and compiled again when it is next asked for. */
  #forgetUnlinked(): void {
    for (const [url, node] of this.#nodes) {
      if (node.linked) continue;
      this.#nodes.delete(url);
      if (node.module === undefined) continue;
      this.#byModule.delete(node.module);
      node.module.release();
    }
  }
}

/** All that one module asks of a built-in, in however many statements. */
function namesAsked(node: GraphNode, specifier: string): readonly string[] | undefined {
  const statements = node.asked.filter((request: ModuleRequest) => request.specifier === specifier);
  const names = statements.map(({ statement }) => importedNames(node.text.slice(...statement)));
  return names.some((each) => each === undefined) ? undefined : names.flatMap((each) => each ?? []);
}
