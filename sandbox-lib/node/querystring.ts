// node:querystring. Inside the context. https://nodejs.org/api/querystring.html
import { querystring } from '../internal/querystring.ts';

export default querystring;
