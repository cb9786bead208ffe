// util.inspect: options, colours, styles. The rooms inspect-*.ts do the writing. Inside the context.
// https://nodejs.org/api/util.html#utilinspectobject-options
import { noteChange } from './changed-settings.ts';
import { leaveFastPath } from './format.ts';
import { highlightRegExp } from './inspect-regexp.ts';
import type { Inspection, InspectOptions, Style, Stylize } from './inspect-types.ts';
import { formatValue } from './inspect-value.ts';
import { defineOwn, ObjectDefineProperties, ObjectKeys } from './primordials.ts';
import { validateObject } from './validators.ts';

/** A pair of SGR codes: on, off. */
export type Color = [on: number, off: number];
export type Colors = Record<string, Color>;
export type Styles = Partial<Record<Style, string | ((text: string) => string)>>;

export interface Inspect {
  (value: unknown, options?: InspectOptions | boolean): string;
  (value: unknown, showHidden?: boolean, depth?: number | null, colors?: boolean): string;
  readonly custom: unique symbol;
  defaultOptions: InspectOptions;
  colors: Colors;
  styles: Styles;
}

const DEFAULTS = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};
const defaults: Required<InspectOptions> = DEFAULTS;

export const customInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** Written as it is. */
function stylizeNoColor(text: string): string {
  return text;
}

function stylizeWithColor(text: string, style: Style): string {
  const name = inspect.styles[style];
  if (typeof name === 'function') return name(text);
  const color = name === undefined ? undefined : inspect.colors[name];
  return color === undefined ? text : `\x1b[${color[0]}m${text}\x1b[${color[1]}m`;
}

/** util.inspect. The older form takes showHidden, depth and colors one by one. */
export const inspect = function inspect(value: unknown, given?: InspectOptions | boolean): string {
  const inspection: Inspection = {
    ...(defaults as Inspection), // null lengths are made Infinity below
    stylize: stylizeNoColor,
    userOptions: undefined,
    seen: [],
    circular: undefined,
    indentation: 0,
    currentDepth: 0,
    budget: {},
  };
  // biome-ignore lint/complexity/noArguments: inspect has a length of 2, as Node's
  const [, , depth, colors] = arguments;
  if (depth !== undefined) inspection.depth = depth;
  if (colors !== undefined) inspection.colors = colors;
  if (typeof given === 'boolean') inspection.showHidden = given;
  else if (given) applyOptions(inspection, given);
  if (inspection.colors && inspection.stylize === stylizeNoColor) inspection.stylize = stylizeWithColor;
  // null: no limit. Compared so, as a caller may give any value.
  if ((inspection.maxArrayLength as number | null) === null) inspection.maxArrayLength = Number.POSITIVE_INFINITY;
  if ((inspection.maxStringLength as number | null) === null) inspection.maxStringLength = Number.POSITIVE_INFINITY;
  return formatValue(inspection, value, 0);
} as Inspect; // its properties follow

function applyOptions(inspection: Inspection, given: object): void {
  const options = given as Record<string, unknown>;
  for (const key of ObjectKeys(options)) {
    if (Object.hasOwn(DEFAULTS, key) || key === 'stylize') {
      (inspection as unknown as Record<string, unknown>)[key] = options[key]; // a known option
    } else inspection.userOptions ??= options;
  }
}

/** The options as a custom inspect function receives them. */
export function optionsForCustom(inspection: Inspection, foreign: boolean): object {
  const options: Record<string, unknown> = { stylize: inspection.stylize };
  for (const key of ObjectKeys(DEFAULTS)) options[key] = inspection[key as keyof Inspection];
  Object.assign(options, inspection.userOptions);
  if (!foreign) return options;
  // An object from another realm gets nothing by which it could reach this one.
  Object.setPrototypeOf(options, null);
  for (const key of ObjectKeys(options)) {
    const option = options[key];
    if ((typeof option === 'object' || typeof option === 'function') && option !== null) delete options[key];
  }
  const stylize: Stylize = (text, style) => {
    const plain = `${text}`;
    try {
      return `${inspection.stylize(plain, style)}`;
    } catch {
      // The error belongs to this realm: it stays here.
      return plain;
    }
  };
  options['stylize'] = Object.setPrototypeOf(stylize, null);
  return options;
}

function createColors(): Colors {
  const colors: Colors = Object.create(null);
  const range = (names: string, first: number, off: number) => {
    names.split(' ').forEach((name, index) => {
      colors[name] = [first + index, off];
    });
  };
  const bright = 'redBright greenBright yellowBright blueBright magentaBright cyanBright whiteBright';
  const plain = 'black red green yellow blue magenta cyan white';
  const toBackground = (names: string) => names.replace(/\b[a-z]/g, (letter) => `bg${letter.toUpperCase()}`);
  colors['reset'] = [0, 0];
  colors['bold'] = [1, 22];
  colors['dim'] = [2, 22];
  range('italic', 3, 23);
  range('underline', 4, 24);
  range('blink', 5, 25);
  range('inverse', 7, 27);
  range('hidden', 8, 28);
  range('strikethrough', 9, 29);
  colors['doubleunderline'] = [21, 24];
  range(plain, 30, 39);
  range(toBackground(plain), 40, 49);
  colors['framed'] = [51, 54];
  colors['overlined'] = [53, 55];
  colors['gray'] = [90, 39];
  range(bright, 91, 39);
  colors['bgGray'] = [100, 49];
  range(toBackground(bright), 101, 49);
  const aliases: Record<string, string> = {
    gray: 'grey blackBright',
    bgGray: 'bgGrey bgBlackBright',
    dim: 'faint',
    strikethrough: 'crossedout strikeThrough crossedOut',
    hidden: 'conceal',
    inverse: 'swapColors swapcolors',
    doubleunderline: 'doubleUnderline',
  };
  for (const [target, names] of Object.entries(aliases)) {
    for (const alias of names.split(' ')) {
      Object.defineProperty(colors, alias, {
        __proto__: null,
        configurable: true,
        get: () => colors[target],
        set: (value: Color) => {
          colors[target] = value;
        },
      });
    }
  }
  return colors;
}

function createStyles(): Styles {
  return Object.assign(Object.create(null), {
    special: 'cyan',
    number: 'yellow',
    bigint: 'yellow',
    boolean: 'yellow',
    undefined: 'grey',
    null: 'bold',
    string: 'green',
    symbol: 'green',
    date: 'magenta',
    regexp: highlightRegExp,
    module: 'underline',
  });
}

/** Made at their first use, then like any other property. */
function lazily<K extends 'colors' | 'styles'>(key: K, create: () => Inspect[K]): PropertyDescriptor {
  const settle = (value: Inspect[K]) => defineOwn(inspect, key, value);
  return { __proto__: null, configurable: true, enumerable: true, get: () => settle(create()), set: settle };
}

(inspect as { custom: symbol }).custom = customInspect;
ObjectDefineProperties(inspect, {
  colors: lazily('colors', createColors),
  styles: lazily('styles', createStyles),
  defaultOptions: {
    __proto__: null,
    get: () => {
      handOutDefaults();
      return defaults;
    },
    set: (options: InspectOptions) => {
      validateObject(options, 'options');
      handOutDefaults();
      Object.assign(defaults, options);
    },
  },
});

let before: Required<InspectOptions> | undefined;

/** From here on a script may change them. */
function handOutDefaults(): void {
  leaveFastPath();
  if (before !== undefined) return;
  before = { ...defaults };
  noteChange('util.inspect.defaultOptions', restoreDefaults);
}

function restoreDefaults(): boolean {
  const known = before ?? defaults;
  let isChanged = false;
  for (const name of ObjectKeys(known) as Array<keyof InspectOptions>) isChanged ||= defaults[name] !== known[name];
  Object.assign(defaults, known);
  before = undefined;
  return isChanged;
}
