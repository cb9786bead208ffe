import { customAlphabet, nanoid, urlAlphabet } from 'nanoid';
import { print } from './lib/print.mjs';

print(
  nanoid().length,
  nanoid(5).length,
  /^[ab]{12}$/.test(customAlphabet('ab', 12)()),
  urlAlphabet.length,
  nanoid() !== nanoid(),
);
