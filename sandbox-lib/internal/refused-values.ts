// What works of modules that are refused as a whole: http's tables and checks, net's address checks, dns's codes. Inside the context.
import { nodeError } from './errors.ts';
import { validateBoolean, validateInt32 } from './validators.ts';

type Members = Record<string, unknown>;

const METHODS =
  'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY OPTIONS PATCH POST ' +
  'PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE';
const STATUS_CODES =
  "100 Continue|101 Switching Protocols|102 Processing|103 Early Hints|200 OK|201 Created|202 Accepted|203 Non-Authoritative Information|204 No Content|205 Reset Content|206 Partial Content|207 Multi-Status|208 Already Reported|226 IM Used|300 Multiple Choices|301 Moved Permanently|302 Found|303 See Other|304 Not Modified|305 Use Proxy|307 Temporary Redirect|308 Permanent Redirect|400 Bad Request|401 Unauthorized|402 Payment Required|403 Forbidden|404 Not Found|405 Method Not Allowed|406 Not Acceptable|407 Proxy Authentication Required|408 Request Timeout|409 Conflict|410 Gone|411 Length Required|412 Precondition Failed|413 Payload Too Large|414 URI Too Long|415 Unsupported Media Type|416 Range Not Satisfiable|417 Expectation Failed|418 I'm a Teapot|421 Misdirected Request|422 Unprocessable Entity|423 Locked|424 Failed Dependency|425 Too Early|426 Upgrade Required|428 Precondition Required|429 Too Many Requests|431 Request Header Fields Too Large|451 Unavailable For Legal Reasons|500 Internal Server Error|501 Not Implemented|502 Bad Gateway|503 Service Unavailable|504 Gateway Timeout|505 HTTP Version Not Supported|506 Variant Also Negotiates|507 Insufficient Storage|508 Loop Detected|509 Bandwidth Limit Exceeded|510 Not Extended|511 Network Authentication Required";

/** A field name (RFC 9110 5.1) and what a field value must not contain. */
const TOKEN = /^[!#$%&'*+\-.^`|~\w]+$/;
const BAD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

export function addHttpValues(http: Members): void {
  const codes: Record<string, string> = {};
  for (const entry of STATUS_CODES.split('|')) codes[entry.slice(0, 3)] = entry.slice(4);
  http['METHODS'] = METHODS.split(' ');
  http['STATUS_CODES'] = codes;
  http['maxHeaderSize'] = 16_384;
  http['validateHeaderName'] = validateHeaderName;
  http['validateHeaderValue'] = validateHeaderValue;
  http['setMaxIdleHTTPParsers'] = () => undefined; // there are none
  addAgent(http, 'http:', 80);
}

/** The agent every request would use: it is there to be looked at. */
export function addAgent(module: Members, protocol: string, defaultPort: number): void {
  const { prototype } = module['Agent'] as { prototype: object }; // both modules have the class
  const destroy = () => undefined;
  module['globalAgent'] = Object.assign(Object.create(prototype) as object, {
    defaultPort,
    protocol,
    options: {},
    destroy,
  });
}

function validateHeaderName(name: unknown, label?: unknown): void {
  if (typeof name !== 'string' || !TOKEN.test(name)) {
    throw nodeError('ERR_INVALID_HTTP_TOKEN', label || 'Header name', String(name));
  }
}

function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined) throw nodeError('ERR_HTTP_INVALID_HEADER_VALUE', value, name);
  if (BAD_VALUE.test(String(value))) throw nodeError('ERR_INVALID_CHAR', 'header content', name);
}

export function addNetValues(net: Members): void {
  net['isIP'] = (address: unknown) => (isIPv4(address) ? 4 : isIPv6(address) ? 6 : 0);
  net['isIPv4'] = isIPv4;
  net['isIPv6'] = isIPv6;
  const family = { select: true, timeout: 500 };
  net['getDefaultAutoSelectFamily'] = () => family.select;
  net['setDefaultAutoSelectFamily'] = (value: unknown) => {
    validateBoolean(value, 'value');
    family.select = value;
  };
  net['getDefaultAutoSelectFamilyAttemptTimeout'] = () => family.timeout;
  net['setDefaultAutoSelectFamilyAttemptTimeout'] = (value: unknown) => {
    validateInt32(value, 'value', 1);
    family.timeout = Math.max(10, value);
  };
}

function isIPv4(address: unknown): boolean {
  const parts = `${address as string}`.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

/** RFC 4291 2.2, with a zone (RFC 4007) and an IPv4 address for the last two groups. */
function isIPv6(address: unknown): boolean {
  const [text = '', zone, ...more] = `${address as string}`.split('%');
  if (more.length > 0 || (zone !== undefined && !/^[0-9a-zA-Z\-.:]+$/.test(zone))) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1);
  const embedded = last?.includes('.') === true && isIPv4(last);
  const hex = embedded ? all.slice(0, -1) : all;
  const length = hex.length + (embedded ? 2 : 0);
  if (!hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? length < 8 : length === 8;
}

/** Names of dns's error codes; each is its name with an E in front, but for EOF. */
export function dnsCodes(): Record<string, string> {
  const names =
    'NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION ' +
    'BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED';
  return Object.fromEntries(names.split(' ').map((name) => [name, name === 'EOF' ? name : `E${name}`]));
}
