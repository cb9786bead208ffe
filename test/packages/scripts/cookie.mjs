import * as cookie from 'cookie';
import { print } from './lib/print.mjs';

const names = Object.keys(cookie).sort();
print(names);
print(
  { ...cookie.parseCookie('a=1; b="x y"; c=%C3%BC') },
  cookie.stringifySetCookie({ name: 'n', value: 'ü;', httpOnly: true, maxAge: 60, path: '/', sameSite: 'lax' }),
);
