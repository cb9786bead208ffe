// The options of inspect and the state of one inspection, shared by the rooms that write a value. Inside the context; types only.

/** Options of util.inspect, as documented by Node. */
export interface InspectOptions {
  showHidden?: boolean | undefined;
  depth?: number | null | undefined;
  colors?: boolean | undefined;
  customInspect?: boolean | undefined;
  showProxy?: boolean | undefined;
  maxArrayLength?: number | null | undefined;
  maxStringLength?: number | null | undefined;
  breakLength?: number | undefined;
  compact?: boolean | number | undefined;
  sorted?: boolean | ((a: string, b: string) => number) | undefined;
  getters?: boolean | 'get' | 'set' | undefined;
  numericSeparator?: boolean | undefined;
}

/** A key of `inspect.styles`; 'name' has no colour by default. */
export type Style =
  | 'special'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'undefined'
  | 'null'
  | 'string'
  | 'symbol'
  | 'date'
  | 'regexp'
  | 'module'
  | 'name';

export type Stylize = (text: string, style: Style) => string;

/** One inspection: its options, complete, and where it stands. */
export interface Inspection {
  showHidden: boolean;
  depth: number | null;
  colors: boolean;
  customInspect: boolean;
  showProxy: boolean;
  maxArrayLength: number;
  maxStringLength: number;
  breakLength: number;
  compact: boolean | number;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | 'get' | 'set';
  numericSeparator: boolean;
  stylize: Stylize;
  /** What the caller gave beyond the known options: handed on to custom inspect functions. */
  userOptions: object | undefined;
  /** The objects around the one being written. */
  readonly seen: unknown[];
  /** Numbers of the objects found to contain themselves: `<ref *1>`. */
  circular: Map<unknown, number> | undefined;
  indentation: number;
  /** Depth of the object written last. */
  currentDepth: number;
  /** Characters written per indentation: past a limit, nothing is entered any more. */
  readonly budget: Record<number, number>;
}

/** An object taken apart: what stands before the braces, the braces, and what goes between them. */
export interface Shape {
  /** `[Function: f]`, `/re/`, the stack of an error; '' for most. */
  base: string;
  open: string;
  close: '}' | ']';
  keys: PropertyKey[];
  /** Array items have their properties after them, without sorting or grouping. */
  list: boolean;
  /** Writes what comes before the properties: items, entries, contents. */
  items: ((inspection: Inspection, depth: number) => string[]) | undefined;
  /** The text without braces where there is nothing to put between them. */
  empty: string | undefined;
}
