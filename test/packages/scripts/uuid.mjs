import { NIL, v1, v3, v4, v5, v7, validate, version } from 'uuid';
import { print } from './lib/print.mjs';

print(v5('hello', v5.DNS), v3('hello', v3.URL), validate(v4()), version(v4()), version(v7()), v1().length, NIL);
