// Scripts whose output is no proper CGI response. Class P of the threat list.
import type { ScriptAttack } from './case.ts';

const write = (text: string) => `process.stdout.write(${JSON.stringify(text)});`;
const T = 'Content-Type: text/plain\n';

export const OUTPUT: readonly ScriptAttack[] = (
  [
    ['P01', 'no header block', [500], write('just a line\n')],
    ['P02', 'nothing at all', [500], ''],
    [
      'P03',
      'setHeader-like injection through a value',
      [200],
      [
        'const name = `x\\r\\nX-Second: 1`;',
        'process.stdout.write(`Content-Type: text/plain\\r\\nX-Name: ' + '$' + '{name}\\r\\n\\r\\nbody`);',
      ].join(' '),
    ],
    ['P04', 'bare CR in a value', [500], write(`${T}X-One: 1\rSet-Cookie: admin=1\n\nbody`)],
    ['P05', 'NUL in a value', [500], write(`${T}X-One: a\0b\n\nbody`)],
    ['P06', 'status that is none', [500], write(`Status: 200OK; rm\n${T}\nbody`)],
    ['P06b', 'status out of range', [500], write(`Status: 1000\n${T}\nbody`)],
    ['P07', 'interim status', [500], write(`Status: 101 Switching Protocols\n${T}\nbody`)],
    ['P08', 'space before the colon', [500], write(`${T}X-One : 1\n\nbody`)],
    [
      'P09',
      'two status fields, the last one counts',
      [404],
      write(`Status: 200 OK\nStatus: 404 Not Found\n${T}\nbody`),
    ],
    ['P10', 'two content types, the last one counts', [200], write(`${T}Content-Type: text/html\n\nbody`)],
    ['P11', 'Transfer-Encoding of its own', [200], write(`${T}Transfer-Encoding: chunked\n\n5\r\nhello\r\n0\r\n\r\n`)],
    [
      'P12',
      'length too small, a second response behind it',
      [200],
      write(`${T}Content-Length: 4\n\nbodyHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond`),
    ],
    ['P13', 'length too big', [200], write(`${T}Content-Length: 99999\n\nshort`)],
    ['P14', 'length that is no number', [200, 500], write(`${T}Content-Length: -1\n\nbody`)],
    [
      'P15',
      'fields that belong to the connection',
      [200],
      write(
        `${T}Connection: close, X-Gone\nKeep-Alive: timeout=9999\nUpgrade: h2c\nTrailer: X\nTE: trailers\nProxy-Connection: x\n\nbody`,
      ),
    ],
    [
      'P16',
      'header line of ten megabytes',
      [500],
      `process.stdout.write('Content-Type: text/plain\\nX-Long: ' + 'l'.repeat(1e7) + '\\n\\nbody');`,
    ],
    ['P17', 'ten thousand fields', [500], `process.stdout.write('X-F: 1\\n'.repeat(10000) + '\\nbody');`],
    ['P18', 'folded line', [500], write(`${T}X-One: 1\n folded\n\nbody`)],
    ['P19', 'characters beyond latin1', [200, 500], write(`${T}X-One: \u20ac\u{1f600}\n\nbody`)],
    ['P20', 'redirect with a line break', [500, 302], write('Location: http://a.example/\rX: 1\n\n')],
    ['P21', 'redirect to another host by two slashes', [200, 302, 404, 500], write('Location: //evil.example/\n\n')],
    ['P21b', 'redirect to a script of the browser', [302, 500], write('Location: javascript:alert(1)\n\n')],
    ['P21c', 'local redirect out of the mount', [302, 400, 404, 500], write('Location: /cgi-bin/../../etc/passwd\n\n')],
    [
      'P22',
      'local redirect to itself',
      [500],
      `process.stdout.write('Location: ' + process.env.SCRIPT_NAME + '\\n\\n');`,
    ],
    ['P24', 'throws after its headers', [500], `${write(`${T}\npart`)} throw new Error('late');`],
    ['P25', 'names of Object.prototype', [200], write(`${T}__proto__: x\nconstructor: y\nhasOwnProperty: z\n\nbody`)],
    ['P26', 'exits in the middle of its header', [500], `${write('Content-Type: te')} process.exit(0);`],
    ['P27', 'mixed line ends', [200], write('Content-Type: text/plain\r\nX-One: 1\n\r\n\r\n\nbody')],
    [
      'P28',
      'one byte at a time',
      [200],
      `for (const char of 'Content-Type: text/plain\\n\\nbody') process.stdout.write(char);`,
    ],
    ['P29', 'body on a 204', [204], write(`Status: 204 No Content\n\nbody`)],
    [
      'P30',
      'HTTP status line of its own',
      [200, 500],
      write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nbody`),
    ],
    [
      'P31',
      'headers after a wait longer than allowed',
      [504],
      `setTimeout(() => ${write(`${T}\nbody`).slice(0, -1)}, 5000);`,
    ],
  ] as const
).map(([id, what, ends, code]) => ({ id, what, ends, code }));
