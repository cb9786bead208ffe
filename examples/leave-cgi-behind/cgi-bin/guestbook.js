#!/usr/bin/env node
// The guestbook as it has run for years: environment in, stdin in, stdout out.
const fs = require('node:fs');
const path = require('node:path');

const file = path.join(process.env.GUESTBOOK_DIR || path.join(__dirname, '..', 'data'), 'entries.txt');
const escapeHtml = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

if (process.env.REQUEST_METHOD === 'POST') {
  const form = new URLSearchParams(fs.readFileSync(0, 'utf8'));
  const name = (form.get('name') || '').trim();
  if (name === '') {
    console.log('Status: 422 Unprocessable Content\nContent-Type: text/plain; charset=utf-8\n');
    console.log('An entry needs a name');
  } else {
    fs.appendFileSync(file, `${name}\t${new Date().toISOString()}\n`);
    console.log(`Status: 303 See Other\nLocation: ${process.env.SCRIPT_NAME}\n`);
  }
} else {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  console.log('Content-Type: text/html; charset=utf-8\n');
  console.log('<h1>Guestbook</h1>');
  for (const [name, at] of lines.map((line) => line.split('\t'))) console.log(`<p>${escapeHtml(name)}, ${at}</p>`);
  console.log('<form method="post"><input name="name"><button>Sign</button></form>');
}
