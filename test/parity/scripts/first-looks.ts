// A script's first look for a name that the global object has not, or not yet: each one a script of its own. How globals are made on
// demand must show nowhere. (A proxy behind the global object would turn the strict assignment into a new global.)

const LOOKS = [
  `typeof setTimeout`,
  `typeof missing`,
  `'URL' in globalThis`,
  `'missing' in globalThis`,
  `globalThis.missing`,
  `String(globalThis)`,
  `hasOwnProperty('process')`,
  `globalThis instanceof Object`,
  `globalThis.constructor === Object`,
  `[(URL = 5), URL, Object.hasOwn(globalThis, 'URL')]`,
  `[(sloppy = 5), sloppy, Object.hasOwn(globalThis, 'sloppy')]`,
  `(() => { 'use strict'; try { return (strict = 5); } catch (error) { return error.message; } })()`,
  `(() => { try { return missing; } catch (error) { return error.message; } })()`,
  `[(Object.getPrototypeOf(globalThis).added = 5), added, typeof URL]`,
  `[Object.getPrototypeOf(Object.getPrototypeOf(globalThis)) !== null, typeof URL]`,
  `[(Object.prototype.added = 5), added, typeof URL]`,
  `(() => { const heir = Object.create(globalThis); heir.URL = 5; return [Object.keys(heir), typeof URL, typeof heir.Headers]; })()`,
  `(() => { for (const name in globalThis) if (name === 'missing') return name; return typeof URL; })()`,
  `[delete globalThis.URL, delete globalThis.missing]`,
  `require('vm').runInThisContext('var declared = typeof URL; declared + this.declared')`,
];

export const FIRST_LOOKS: Readonly<Record<string, string>> = Object.fromEntries(
  LOOKS.map((look, index) => [`first-look-${index}`, `console.log(${look})`]),
);
