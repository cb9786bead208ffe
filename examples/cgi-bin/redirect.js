#!/usr/bin/env node
// Both kinds of redirect of RFC 3875 6.2. A local one is followed by the server: the browser's address does not change.
const { page } = require('./lib/page.js');
const folder = process.env.SCRIPT_NAME.replace(/[^/]*$/, '');

switch (process.env.QUERY_STRING) {
  case 'local':
    console.log(`Location: ${folder}hello.js\n`);
    break;
  case 'client':
    console.log('Status: 303 See Other');
    console.log(`Location: ${folder}hello.js\n`);
    break;
  case 'elsewhere':
    console.log('Location: https://www.rfc-editor.org/rfc/rfc3875#section-6.2\n');
    break;
  default:
    console.log('Content-Type: text/html; charset=utf-8\n');
    console.log(page('Redirects', `
<h1>Redirects</h1>
<div class="grid">
<a class="card" href="?local"><b>Local</b><span><code>Location: ${folder}hello.js</code> alone: the server runs the other script and answers with that.</span></a>
<a class="card" href="?client"><b>Client</b><span>With <code>Status: 303</code>: the browser is sent there.</span></a>
<a class="card" href="?elsewhere"><b>Elsewhere</b><span>An absolute URL: always for the browser.</span></a>
</div>
<footer><a href="./">All examples</a></footer>`));
}
