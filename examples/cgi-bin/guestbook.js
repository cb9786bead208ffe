#!/usr/bin/env node
// A guestbook: form, POST, redirect, GET. Entries are lines of JSON in a file; the folder must be granted (--allow-write).
const fs = require('fs');
const path = require('path');
const { escape, page } = require('./lib/page.js');

const folder = process.env.GUESTBOOK_DIR || path.join(__dirname, '..', 'data');
const file = path.join(folder, 'guestbook.jsonl');
const SHOWN = 50;

if (process.env.REQUEST_METHOD === 'POST') sign();
else show();

function sign() {
  const form = new URLSearchParams(fs.readFileSync(0, 'utf8'));
  const name = (form.get('name') || '').trim().slice(0, 60);
  const text = (form.get('text') || '').trim().slice(0, 1000);
  if (name === '' || text === '') {
    console.log('Status: 422 Unprocessable Content\nContent-Type: text/html; charset=utf-8\n');
    console.log(page('Guestbook', '<h1>Almost</h1><p>An entry needs a name and a text. <a href="guestbook.js">Back</a></p>'));
    return;
  }
  fs.mkdirSync(folder, { recursive: true });
  // One write of one line in append mode: entries of requests that run at the same time do not mix. fsync before the
  // answer: what was acknowledged is on the disk, whatever happens to this run, the server or the machine.
  const fd = fs.openSync(file, 'a');
  fs.writeSync(fd, JSON.stringify({ name, text, at: new Date().toISOString() }) + '\n');
  fs.fsyncSync(fd);
  fs.closeSync(fd);
  // See other: a reload of the next page posts nothing again.
  console.log('Status: 303 See Other\nLocation: ' + process.env.SCRIPT_NAME + '\n');
}

function show() {
  const entries = read().slice(-SHOWN).reverse();
  const list = entries.map(
    ({ name, text, at }) => `<article class="card"><p>${escape(text).replace(/\n/g, '<br>')}</p>
<p class="soft">${escape(name)}, ${escape(at.slice(0, 16).replace('T', ' '))}</p></article>`,
  );
  console.log('Content-Type: text/html; charset=utf-8\n');
  console.log(page('Guestbook', `
<h1>Guestbook</h1>
<p class="soft">${entries.length === 0 ? 'Nobody has been here yet.' : `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, newest first.`}</p>
<form method="post" class="card">
  <label>Name <input name="name" required maxlength="60" autocomplete="name"></label>
  <label>Text <textarea name="text" required maxlength="1000" rows="3"></textarea></label>
  <button type="submit">Sign</button>
</form>
<div class="entries">${list.join('\n')}</div>
<footer><a href="./">All examples</a></footer>
<style>.entries { display: grid; gap: .8rem; margin-top: 1.5rem } article p:last-child { margin: 0; font-size: .85rem } article p { overflow-wrap: anywhere }</style>`));
}

function read() {
  let lines;
  try {
    lines = fs.readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
