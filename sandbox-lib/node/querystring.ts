// node:querystring. Inside the context. https://nodejs.org/api/querystring.html
import { querystring } from '../internal/querystring.ts';

const { unescapeBuffer, unescape: unescapeText, escape: escapeText, stringify, encode, parse, decode } = querystring;

export default querystring;
export { decode, encode, escapeText as escape, parse, stringify, unescapeBuffer, unescapeText as unescape };
