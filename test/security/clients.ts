// Clients that abuse HTTP. Class C of the threat list; each answers what went wrong.
import { connect } from 'node:net';
import { type ClientAttack, expectStatuses, statusesOf } from './case.ts';

const GET = (target: string, more = '') => `GET ${target} HTTP/1.1\r\nHost: a\r\n${more}Connection: close\r\n\r\n`;
const POST = (headers: string, body = '') =>
  `POST /cgi-bin/echo.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n${body}`;
const OK = [200];
const BAD = [400];

/** Sends one text, expects these statuses. */
function once(text: string, ...expected: ReadonlyArray<readonly number[]>): ClientAttack['run'] {
  return async (client) => expectStatuses(await client.send(text), ...expected);
}

/** What env.js was given. */
async function environmentOf(received: string): Promise<Record<string, string>> {
  const start = received.indexOf('{');
  return start < 0 ? {} : (JSON.parse(received.slice(start, received.lastIndexOf('}') + 1)) as Record<string, string>);
}

export const CLIENTS: readonly ClientAttack[] = [
  {
    id: 'C01',
    what: 'header that never ends, a byte a second',
    async run(client) {
      const line = client.open();
      line.socket.write('GET /cgi-bin/ok.js HTTP/1.1\r\nHost: a\r\n');
      const timer = setInterval(() => line.socket.write('X'), 1000);
      await Promise.race([line.closed, client.sleep(14_000)]);
      clearInterval(timer);
      line.socket.destroy();
      return expectStatuses(line.received(), [408]);
    },
  },
  {
    id: 'C02',
    what: 'two hundred bodies that never come',
    async run(client) {
      const lines = Array.from({ length: 200 }, () => client.open());
      for (const { socket } of lines)
        socket.write('POST /cgi-bin/echo.js HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx');
      await client.sleep(300);
      // None of them has a worker.
      const received = await client.send(GET('/cgi-bin/ok.js'));
      for (const { socket } of lines) socket.destroy();
      return expectStatuses(received, OK);
    },
  },
  {
    id: 'C03',
    what: 'client that leaves in the middle of its body',
    async run(client) {
      const line = client.open();
      line.socket.write(`POST /cgi-bin/mark.js HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n${'b'.repeat(500)}`);
      await client.sleep(100);
      line.socket.destroy();
      await client.sleep(300);
      return (await client.send(GET('/cgi-bin/marked.js'))).endsWith('none') ? undefined : 'the script was started';
    },
  },
  {
    id: 'C04',
    what: 'client that leaves in the middle of an answer',
    async run(client) {
      for (let i = 0; i < 5; i++) {
        const line = client.open();
        line.socket.write(GET('/cgi-bin/big.js'));
        await Promise.race([
          new Promise((resolve) => line.socket.once('data', resolve)),
          line.closed,
          client.sleep(3000),
        ]);
        if (!line.received().includes('200 OK')) return `it answered ${line.received().slice(0, 60)}`;
        line.socket.destroy();
      }
      return undefined;
    },
  },
  {
    id: 'C05',
    what: 'client that does not read its answer',
    async run(client) {
      const line = client.open();
      line.socket.pause();
      line.socket.write(GET('/cgi-bin/big.js'));
      await client.sleep(500);
      const received = await client.send(GET('/cgi-bin/ok.js'));
      line.socket.destroy();
      return expectStatuses(received, OK);
    },
  },
  {
    id: 'C06',
    what: '1,500 header fields',
    run: once(GET('/cgi-bin/ok.js', Array.from({ length: 1500 }, (_, i) => `a${i}: 1\r\n`).join('')), [431]),
  },
  {
    id: 'C06b',
    what: '300 header fields',
    run: once(GET('/cgi-bin/ok.js', Array.from({ length: 300 }, (_, i) => `a${i}:1\r\n`).join('')), [431]),
  },
  {
    id: 'C07',
    what: 'request line of a megabyte',
    run: once(GET(`/cgi-bin/ok.js?${'q'.repeat(1 << 20)}`), [414, 431]),
  },
  { id: 'C07b', what: 'path of eight kilobytes', run: once(GET(`/cgi-bin/${'p'.repeat(8000)}`), [404, 414]) },
  { id: 'C08', what: 'length of a hundred gigabytes', run: once(POST('Content-Length: 99999999999\r\n'), [413]) },
  {
    id: 'C08b',
    what: 'length beyond every number',
    run: once(POST(`Content-Length: ${'9'.repeat(30)}\r\n`), [400, 413]),
  },
  {
    id: 'C09',
    what: 'chunked body over the limit',
    async run(client) {
      const line = client.open();
      line.socket.write(POST('Transfer-Encoding: chunked\r\n'));
      const chunk = `10000\r\n${'c'.repeat(65_536)}\r\n`;
      for (let i = 0; i < 400 && !line.socket.destroyed && line.received() === ''; i++) {
        if (!line.socket.write(chunk))
          await Promise.race([new Promise((resolve) => line.socket.once('drain', resolve)), line.closed]);
      }
      await Promise.race([line.closed, client.sleep(2000)]);
      line.socket.destroy();
      return expectStatuses(line.received(), [413]);
    },
  },
  {
    id: 'C09b',
    what: 'chunked body of a million bytes, each by itself',
    async run(client) {
      const head = 'POST /cgi-bin/echo.js HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
      const received = await client.send(`${head}${'1\r\nx\r\n'.repeat(1e6)}0\r\n\r\n`);
      return received === '' ? undefined : 'it was answered';
    },
  },
  {
    id: 'C10',
    what: 'body shorter than its length',
    async run(client) {
      const line = client.open();
      line.socket.write(POST('Content-Length: 100\r\n', '0123456789'));
      line.socket.end();
      await Promise.race([line.closed, client.sleep(2000)]);
      return statusesOf(line.received()).includes(200) ? 'the script was run' : undefined;
    },
  },
  {
    id: 'C12',
    what: 'length and chunks',
    run: once(
      POST(
        'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
        '0\r\n\r\nGET /cgi-bin/ok.js HTTP/1.1\r\nHost: a\r\n\r\n',
      ),
      BAD,
    ),
  },
  {
    id: 'C12b',
    what: 'chunked written another way',
    run: once(POST('Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n', '0\r\n\r\n'), BAD),
  },
  { id: 'C13', what: 'two lengths', run: once(POST('Content-Length: 5\r\nContent-Length: 6\r\n', '012345'), BAD) },
  { id: 'C14', what: 'folded header', run: once(GET('/cgi-bin/ok.js', 'X-One: 1\r\n folded\r\n'), BAD) },
  { id: 'C14b', what: 'bare line feeds', run: once('GET /cgi-bin/ok.js HTTP/1.1\nHost: a\n\n', BAD) },
  {
    id: 'C15',
    what: 'trailers',
    async run(client) {
      const received = await client.send(
        `POST /cgi-bin/env.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n3\r\nabc\r\n0\r\nX-Late: evil\r\n\r\n`,
      );
      return (await environmentOf(received))['HTTP_X_LATE'] === undefined
        ? expectStatuses(received, [200, 400])
        : 'a trailer became a variable';
    },
  },
  {
    id: 'C16',
    what: 'negative chunk size',
    run: once(POST('Transfer-Encoding: chunked\r\n', '-5\r\nabc\r\n0\r\n\r\n'), BAD),
  },
  {
    id: 'C17',
    what: 'flood of chunk extensions',
    run: once(POST('Transfer-Encoding: chunked\r\n', `1;${'e'.repeat(1 << 20)}\r\na\r\n0\r\n\r\n`), [400, 413]),
  },
  {
    id: 'C18',
    what: 'fifty requests in one packet',
    async run(client) {
      const received = await client.send(
        `${'GET /cgi-bin/ok.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(49)}${GET('/cgi-bin/ok.js')}`,
        15_000,
      );
      const found = statusesOf(received);
      return found.length === 50 && found.every((status) => status === 200) ? undefined : `${found.length} answers`;
    },
  },
  {
    id: 'C18b',
    what: 'twenty thousand requests behind a stuck one, nothing read',
    async run(client) {
      const line = client.open();
      line.socket.pause();
      line.socket.write(GET('/cgi-bin/stuck.js').replace('Connection: close\r\n', ''));
      for (let i = 0; i < 20; i++) line.socket.write('GET /cgi-bin/ok.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000));
      await client.sleep(1500);
      line.socket.destroy();
      return undefined;
    },
  },
  {
    id: 'C19',
    what: 'Proxy field (httpoxy)',
    async run(client) {
      const env = await environmentOf(await client.send(GET('/cgi-bin/env.js', 'Proxy: http://evil:1\r\n')));
      return env['REQUEST_METHOD'] === 'GET' && env['HTTP_PROXY'] === undefined ? undefined : 'HTTP_PROXY is set';
    },
  },
  {
    id: 'C21',
    what: 'fields with an underscore',
    async run(client) {
      const env = await environmentOf(
        await client.send(GET('/cgi-bin/env.js', 'Content_Length: 77\r\nX_User: evil\r\nX-User: good\r\n')),
      );
      return env['HTTP_X_USER'] === 'good' && env['HTTP_CONTENT_LENGTH'] === undefined
        ? undefined
        : `HTTP_X_USER is ${env['HTTP_X_USER']}`;
    },
  },
  {
    id: 'C22',
    what: 'names of Object.prototype as fields and variables',
    async run(client) {
      const env = await environmentOf(
        await client.send(GET('/cgi-bin/env.js?__proto__=x', '__proto__: x\r\nconstructor: y\r\ntoString: z\r\n')),
      );
      return env['REQUEST_METHOD'] === 'GET' ? undefined : 'no answer';
    },
  },
  {
    id: 'C23',
    what: 'two hosts',
    run: once('GET /cgi-bin/ok.js HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', BAD),
  },
  { id: 'C24', what: 'no host', run: once('GET /cgi-bin/ok.js HTTP/1.1\r\nConnection: close\r\n\r\n', BAD) },
  {
    id: 'C25',
    what: 'absolute target of another host',
    async run(client) {
      const received = await client.send(
        'GET http://evil.example/cgi-bin/env.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      );
      return expectStatuses(received, [200, 400, 404, 421]);
    },
  },
  {
    id: 'C26',
    what: 'paths that climb out',
    async run(client) {
      for (const path of [
        '/cgi-bin/../../etc/passwd',
        '/cgi-bin/%2e%2e/%2e%2e/etc/passwd',
        '/cgi-bin/..%2f..%2fetc/passwd',
        '/cgi-bin/..\\..\\etc\\passwd',
        '/cgi-bin/link-out',
        '/cgi-bin/ok.js%00.txt',
        '/%2e%2e/%2e%2e/etc/passwd',
        '//etc/passwd',
        '/cgi-bin/.hidden.js',
        '/cgi-bin/ok.js~',
        '/cgi-bin/ok.js.',
        '/cgi-bin/OK.js',
      ]) {
        const received = await client.send(GET(path));
        if (/root:|SECRET/.test(received) || statusesOf(received).some((status) => status < 400))
          return `${path}: ${received.slice(0, 80)}`;
      }
      return undefined;
    },
  },
  {
    id: 'C27',
    what: 'query that looks like options',
    async run(client) {
      for (const query of ['-s', '-d+allow_url_include%3d1', '%ADs', '--version', '+', '-e+process.exit']) {
        const { argv } = JSON.parse(
          `{"argv":${/\[.*\]/.exec(await client.send(GET(`/cgi-bin/argv.js?${query}`)))?.[0] ?? '["none"]'}}`,
        ) as { argv: string[] };
        if (argv.length > 0) return `${query} became ${argv.join(' ')}`;
      }
      return undefined;
    },
  },
  {
    id: 'C28',
    what: 'path information that confuses',
    async run(client) {
      for (const [path, expected] of [
        ['/cgi-bin/env.js/a/b', [200]],
        ['/cgi-bin/env.js/%2e%2e/%2e%2e/etc', [200, 400, 404]],
        ['/cgi-bin/env.js%2fa', [404]],
        ['/ping.txt/ok.js', [404]],
      ] as const) {
        const wrong = expectStatuses(await client.send(GET(path)), expected);
        if (wrong !== undefined) return `${path}: ${wrong}`;
      }
      return undefined;
    },
  },
  {
    id: 'C29',
    what: 'control characters in the target',
    run: once('GET /cgi-bin/ok.js?\u0001\u0000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', BAD),
  },
  {
    id: 'C30',
    what: 'methods that nobody asked for',
    async run(client) {
      for (const [method, expected] of [
        ['TRACE', [405]],
        ['CONNECT', [405, 400]],
        ['get', [400, 501]],
        ['X'.repeat(100), [400, 405, 501]],
      ] as const) {
        const wrong = expectStatuses(
          await client.send(`${method} /cgi-bin/ok.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
          expected,
        );
        if (wrong !== undefined) return `${method}: ${wrong}`;
      }
      return undefined;
    },
  },
  {
    id: 'C31',
    what: 'a thousand ranges of a file',
    run: once(
      GET('/ping.txt', `Range: bytes=${Array.from({ length: 1000 }, (_, i) => `${i}-${i}`).join(',')}\r\n`),
      [200, 206, 416],
    ),
  },
  {
    id: 'C33',
    what: 'compressed body',
    run: once(POST('Content-Encoding: gzip\r\nContent-Length: 4\r\n', '\x1f\x8b\x08\0'), OK),
  },
  {
    id: 'C34',
    what: 'two thousand parameters that collide',
    run: once(
      GET(
        `/cgi-bin/form.js?${Array.from({ length: 1200 }, (_, i) => `${(i * 16_777_216) % 4_294_967_295}=1`).join('&')}`,
      ),
      OK,
    ),
  },
  { id: 'C36', what: 'unknown expectation', run: once(POST('Expect: 200-maybe\r\nContent-Length: 1\r\n', 'x'), [417]) },
  {
    id: 'C37',
    what: 'two thousand idle connections',
    heavy: true,
    async run(client) {
      const sockets = Array.from({ length: 2000 }, () => connect(client.port, '127.0.0.1').on('error', () => {}));
      await client.sleep(1000);
      const received = await client.send(GET('/cgi-bin/ok.js'), 5000);
      for (const socket of sockets) socket.destroy();
      await client.sleep(200);
      return expectStatuses(received, OK);
    },
  },
  {
    id: 'C37b',
    what: 'twelve hundred uploads that do not come',
    heavy: true,
    async run(client) {
      const sockets = Array.from({ length: 1200 }, () => {
        const socket = connect(client.port, '127.0.0.1').on('error', () => {});
        socket.write('POST /cgi-bin/echo.js HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx');
        return socket;
      });
      await client.sleep(1500);
      const received = await client.send(GET('/cgi-bin/ok.js'), 5000);
      for (const socket of sockets) socket.destroy();
      await client.sleep(200);
      return expectStatuses(received, OK);
    },
  },
  {
    id: 'C38',
    what: 'a hundred clients that leave a stuck script',
    heavy: true,
    async run(client) {
      for (let i = 0; i < 100; i++) {
        const line = client.open();
        line.socket.write(GET('/cgi-bin/stuck.js'));
        await client.sleep(10);
        line.socket.destroy();
      }
      const received = await client.send(GET('/cgi-bin/ok.js'), 10_000);
      return expectStatuses(received, OK);
    },
  },
  {
    id: 'C39',
    what: 'more requests at once than the queue has places',
    heavy: true,
    async run(client) {
      const all = await Promise.all(Array.from({ length: 400 }, () => client.send(GET('/cgi-bin/ok.js'), 20_000)));
      const odd = all.map((received) => statusesOf(received)[0]).filter((status) => status !== 200 && status !== 503);
      return odd.length === 0 ? undefined : `it answered ${[...new Set(odd)].join(', ')}`;
    },
  },
];
