#!/usr/bin/env node
// The smallest CGI script: a header block, an empty line, a body.
console.log('Content-Type: text/plain; charset=utf-8\n');
console.log('Hello, ' + (process.env.REMOTE_ADDR || 'world') + '!');
