// Rows of differences-apache.ts and differences-lighttpd.ts: what both servers do otherwise than freshcgi, for the same reason.
import { fields, type Listed, status } from './listed.ts';

/** By name; where the two do different things, the row has no `theirs`. */
export const BOTH = {
  links: {
    what: 'A link that leads out of the folder',
    theirs: 'It is followed',
    ours: '403',
    why: 'The folder is the limit; `followSymlinks` follows',
    at: [...status(200, 'S07-link#1', 'S07-link#2'), ...status(404, 'S07-link#3')],
  },
  rawBytes: {
    what: 'Bytes beyond ASCII in a request line, not encoded',
    theirs: 'They reach the script',
    ours: '400',
    why: 'RFC 3986: a URL is ASCII, and node:http’s parser takes no other. Browsers encode them',
    at: status(200, 'V12-raw#1', 'V12-raw#2'),
  },
  cgiFields: {
    what: 'X-CGI-… fields from a script',
    theirs: 'Passed on',
    ours: 'Dropped; `keepCgiFields` keeps them',
    why: 'RFC 3875 6.3.5: they are for the server',
    at: fields('O30', 'x-cgi-anything'),
  },
  lateFailure: {
    what: 'A script that fails after its header block',
    theirs: 'The answer ends as if it were whole',
    ours: 'The connection breaks off',
    why: 'A half answer must not be taken for a whole one',
    at: ['F02 truncated', 'F09-late truncated'],
  },
  textFiles: {
    what: 'Text files beside the scripts',
    theirs: 'Sent without a charset',
    ours: 'Sent as UTF-8',
    why: 'That is what they are today',
    at: ['V11-out', 'R07', 'R12-app'].flatMap((at) => fields(at, 'content-type')),
  },
  trace: {
    what: 'TRACE',
    ours: '405',
    why: 'It shows a client’s own secrets to whoever made it send them',
    at: status(200, 'V15-trace'),
  },
  files: {
    what: 'Which files run',
    ours: '`.js .cjs .mjs .ts .cgi` with a node shebang or none; dot files and `node_modules` are not there',
    why: 'What lies there by accident is neither run nor shown',
    at: [...status(500, 'S05#1', 'S11#2'), ...status(200, 'S05#2', 'S05#3', 'S11#1', 'S11#3')],
  },
} satisfies Record<string, Omit<Listed, 'theirs'> & Partial<Listed>>;
