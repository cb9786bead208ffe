// Hands the CGI request to a (req, res) handler as express and koa make them, and prints the response.
const { EventEmitter } = require('node:events');
const http = require('node:http');
const { Readable, Writable } = require('node:stream');
const { print } = require('./print.cjs');

// Outside of a server these classes have no streams below them.
if (!(http.IncomingMessage.prototype instanceof Readable)) {
  Object.setPrototypeOf(http.IncomingMessage.prototype, Readable.prototype);
  Object.setPrototypeOf(http.ServerResponse.prototype, Writable.prototype);
}

exports.serveCgi = (handler) => {
  const { REQUEST_METHOD, PATH_INFO = '/', QUERY_STRING, CONTENT_TYPE, CONTENT_LENGTH } = process.env;
  const req = new Readable({ read() {} });
  process.stdin.on('data', (data) => req.push(data)).on('end', () => req.push(null));
  Object.assign(req, {
    method: REQUEST_METHOD,
    url: PATH_INFO + (QUERY_STRING ? `?${QUERY_STRING}` : ''),
    headers: {
      host: 'localhost',
      ...(CONTENT_TYPE && { 'content-type': CONTENT_TYPE, 'content-length': CONTENT_LENGTH }),
    },
    httpVersion: '1.1',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    complete: true,
    socket: Object.assign(new EventEmitter(), {
      encrypted: false,
      remoteAddress: '127.0.0.1',
      readable: true,
      writable: true,
    }),
  });
  const headers = new Map();
  const chunks = [];
  const res = new Writable({
    autoDestroy: false,
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  // Own members: a handler may put another prototype below them.
  const members = {
    statusCode: 200,
    headersSent: false,
    socket: req.socket,
    req,
    setHeader: (name, value) => (headers.set(name.toLowerCase(), value), res),
    getHeader: (name) => headers.get(name.toLowerCase()),
    getHeaders: () => Object.fromEntries(headers),
    getHeaderNames: () => [...headers.keys()],
    hasHeader: (name) => headers.has(name.toLowerCase()),
    removeHeader: (name) => headers.delete(name.toLowerCase()),
    writeHead: (status) => ((res.statusCode = status), res),
    flushHeaders() {},
  };
  for (const name of [
    'write',
    'end',
    'on',
    'once',
    'emit',
    'removeListener',
    'listeners',
    'listenerCount',
    'cork',
    'uncork',
    'destroy',
  ]) {
    members[name] = res[name].bind(res);
  }
  Object.assign(res, members);
  res.on('finish', () => print(res.statusCode, [...headers].sort(), Buffer.concat(chunks).toString()));
  handler(req, res);
};
