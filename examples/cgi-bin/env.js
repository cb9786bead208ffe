#!/usr/bin/env node
// What every CGI programmer writes first: printenv. The variables are those of RFC 3875 4.1, and nothing of the server's own.
console.log('Content-Type: text/plain; charset=utf-8\n');
for (const name of Object.keys(process.env).sort()) console.log(name + '=' + process.env[name]);
