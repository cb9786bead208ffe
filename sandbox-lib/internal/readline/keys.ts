// Key presses out of the characters and escape sequences a terminal sends. Inside the context.
// https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface and, for the sequences, xterm's, rxvt's and PuTTY's manuals

export interface Key {
  sequence: string;
  name: string | undefined;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
  code?: string;
}

/** What follows the introducer, by the name of the key. */
const NAMES: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ...group('f1', '[P OP [11~ [[A'),
  ...group('f2', '[Q OQ [12~ [[B'),
  ...group('f3', '[R OR [13~ [[C'),
  ...group('f4', '[S OS [14~ [[D'),
  ...group('f5', '[15~ [[E'),
  ...group('f6', '[17~'),
  ...group('f7', '[18~'),
  ...group('f8', '[19~'),
  ...group('f9', '[20~'),
  ...group('f10', '[21~'),
  ...group('f11', '[23~'),
  ...group('f12', '[24~'),
  ...group('up', '[A OA [a Oa'),
  ...group('down', '[B OB [b Ob'),
  ...group('right', '[C OC [c Oc'),
  ...group('left', '[D OD [d Od'),
  ...group('clear', '[E OE [e Oe'),
  ...group('end', '[F OF [4~ [8~ [8$ [8^'),
  ...group('home', '[H OH [1~ [7~ [7$ [7^'),
  ...group('insert', '[2~ [2$ [2^'),
  ...group('delete', '[3~ [3$ [3^'),
  ...group('pageup', '[5~ [[5~ [5$ [5^'),
  ...group('pagedown', '[6~ [[6~ [6$ [6^'),
  ...group('tab', '[Z'),
  ...group('paste-start', '[200~'),
  ...group('paste-end', '[201~'),
});
/** rxvt sends other codes for a key with shift or ctrl. */
const SHIFTED = /^\[(?:[a-e]|[235678]\$|Z)$/;
const CONTROLLED = /^(?:O[a-e]|\[[235678]\^)$/;
/** Single characters that are keys. */
const CHARACTERS: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\x1b': 'escape',
  ' ': 'space',
};
/** `\x1b[`, then a number with or without a modifier and its end; what has begun so only waits for more. */
const NUMBERED = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/;
const LETTERED = /^(?:(?:\d;)?(\d))?([A-Za-z])$/;
const BEGUN = /^(?:\d{1,3}|\d{0,3};\d?)$/;
/** Bits of a modifier. */
const SHIFT = 1;
const META = 10;
const CTRL = 4;

function group(name: string, codes: string): Record<string, string> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, name]));
}

function plainKey(sequence: string): Key {
  return { sequence, name: undefined, ctrl: false, meta: false, shift: false };
}

/** The key of these characters, or undefined while more of them must come. `ended`: no more will. */
export function readKey(characters: readonly string[], ended: boolean): Key | undefined {
  const sequence = characters.join('');
  let at = 0;
  while (at < 2 && characters[at] === '\x1b') at++;
  const isEscaped = at > 0;
  const character = characters[at] ?? '';
  if (isEscaped && character === '' && !ended) return undefined;
  if (isEscaped && (character === 'O' || character === '[')) {
    const body = characters.slice(at + 1);
    return character === 'O' ? readLetterKey(sequence, body, ended) : readBracketKey(sequence, body, ended);
  }
  return readCharacter(sequence, character, isEscaped);
}

function readCharacter(sequence: string, character: string, isEscaped: boolean): Key {
  const key = plainKey(sequence);
  const name = CHARACTERS[character];
  if (name !== undefined) {
    key.name = name;
    key.meta = isEscaped;
  } else if (!isEscaped && character <= '\x1a') {
    key.name = String.fromCharCode(character.charCodeAt(0) + 0x60);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(character)) {
    key.name = character.toLowerCase();
    key.shift = /^[A-Z]$/.test(character);
    key.meta = isEscaped;
  } else if (isEscaped) {
    key.name = character === '' ? 'escape' : undefined;
    key.meta = true;
  }
  return key;
}

/** `\x1bO`, a modifier or none, a letter. */
function readLetterKey(sequence: string, body: readonly string[], ended: boolean): Key | undefined {
  const hasModifier = /^\d$/.test(body[0] ?? '');
  const letter = body[hasModifier ? 1 : 0] ?? '';
  if (letter === '' && !ended) return undefined;
  return codedKey(sequence, `O${letter}`, hasModifier ? Number(body[0]) - 1 : 0);
}

function readBracketKey(sequence: string, body: readonly string[], ended: boolean): Key | undefined {
  const isDouble = body[0] === '[';
  const command = body.slice(isDouble ? 1 : 0).join('');
  if ((command === '' || BEGUN.test(command)) && !ended) return undefined;
  const introducer = isDouble ? '[[' : '[';
  const numbered = NUMBERED.exec(command);
  if (numbered !== null) {
    const [, number, modifier = '1', end, long] = numbered;
    return codedKey(sequence, introducer + (long ?? `${number}${end}`), long === undefined ? Number(modifier) - 1 : 0);
  }
  const lettered = LETTERED.exec(command);
  if (lettered !== null) return codedKey(sequence, `${introducer}${lettered[2]}`, Number(lettered[1] ?? '1') - 1);
  return codedKey(sequence, introducer + command, 0);
}

function codedKey(sequence: string, code: string, modifier: number): Key {
  return {
    sequence,
    name: NAMES[code] ?? 'undefined',
    ctrl: (modifier & CTRL) !== 0 || CONTROLLED.test(code),
    meta: (modifier & META) !== 0,
    shift: (modifier & SHIFT) !== 0 || SHIFTED.test(code),
    code,
  };
}
