#!/usr/bin/env node
// Takes a body of any size and any bytes from standard input, a chunk at a time, and reports its size and CRC-32.
//   curl --data-binary @picture.jpg http://127.0.0.1:8080/cgi-bin/upload.js
const fs = require('fs');
const { page } = require('./lib/page.js');

if (process.env.REQUEST_METHOD === 'GET') form();
else receive();

function receive() {
  const table = new Uint32Array(256).map((_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const chunk = Buffer.alloc(65536);
  let size = 0;
  let crc = -1;
  for (let length; (length = fs.readSync(0, chunk, 0, chunk.length, null)) > 0; size += length) {
    for (let i = 0; i < length; i++) crc = table[(crc ^ chunk[i]) & 0xff] ^ (crc >>> 8);
  }
  console.log('Content-Type: application/json\n');
  console.log(JSON.stringify({
    announced: Number(process.env.CONTENT_LENGTH || 0),
    received: size,
    crc32: ((crc ^ -1) >>> 0).toString(16).padStart(8, '0'),
    type: process.env.CONTENT_TYPE || null,
  }));
}

function form() {
  console.log('Content-Type: text/html; charset=utf-8\n');
  console.log(page('Upload', `
<h1>Upload</h1>
<p class="soft">The file is sent as it is. The script reads it from standard input, 64 KiB at a time, and never holds more.</p>
<div class="card"><label>File <input type="file" id="file"></label><pre id="said">Nothing sent yet.</pre></div>
<footer><a href="./">All examples</a></footer>
<script>
document.getElementById('file').onchange = async (event) => {
  const said = document.getElementById('said');
  const [file] = event.target.files;
  if (!file) return;
  said.textContent = 'Sending ' + file.size + ' bytes';
  const answer = await fetch('upload.js', { method: 'POST', body: file });
  said.textContent = answer.status + ' ' + (await answer.text());
};
</script>`));
}
