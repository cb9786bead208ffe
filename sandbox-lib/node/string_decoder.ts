// node:string_decoder. Inside the context. https://nodejs.org/api/string_decoder.html
import { StringDecoder } from '../internal/string-decoder.ts';

export default { StringDecoder };
