// What becomes of one request header field, by its name. Parent process; RFC 3875 4.1.18.

/** 'dropped' fields never reach a script; 'underscored' ones only when the host allows it. */
export type FieldRole =
  | 'plain'
  | 'cookie'
  | 'host'
  | 'content-type'
  | 'connection'
  | 'authorization'
  | 'underscored'
  | 'dropped';

export interface FieldRule {
  readonly variable: string;
  readonly role: FieldRole;
}

/** By variable name, so that no spelling gets around it. HTTP_PROXY is how httpoxy redirected a script's own requests. */
const ROLES: ReadonlyMap<string, FieldRole> = new Map<string, FieldRole>([
  ['HTTP_COOKIE', 'cookie'],
  ['HTTP_HOST', 'host'],
  ['HTTP_CONTENT_TYPE', 'content-type'],
  ['HTTP_CONNECTION', 'connection'],
  ['HTTP_AUTHORIZATION', 'authorization'],
  ['HTTP_PROXY', 'dropped'],
  ['HTTP_PROXY_AUTHORIZATION', 'dropped'],
  ['HTTP_CONTENT_LENGTH', 'dropped'],
  ['HTTP_TRANSFER_ENCODING', 'dropped'],
  ['HTTP_KEEP_ALIVE', 'dropped'],
  ['HTTP_TE', 'dropped'],
  ['HTTP_TRAILER', 'dropped'],
  ['HTTP_UPGRADE', 'dropped'],
  ['HTTP_EXPECT', 'dropped'],
]);

const DROPPED: FieldRule = { variable: '', role: 'dropped' };
const CACHE_LIMIT = 1024;
const cache = new Map<string, FieldRule>();

/** Looks a field name up. Clients repeat the same few names for ever: the answers are kept, up to a limit they cannot push. */
export function fieldRule(name: string): FieldRule {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const rule = makeRule(name);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  if (name.length <= 64) cache.set(name, rule);
  return rule;
}

function makeRule(name: string): FieldRule {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return DROPPED;
  const variable = `HTTP_${name.toUpperCase().replaceAll('-', '_')}`;
  const role = ROLES.get(variable) ?? 'plain';
  if (!name.includes('_')) return { variable, role };
  return role === 'plain' ? { variable, role: 'underscored' } : DROPPED;
}
