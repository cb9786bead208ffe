#!/usr/bin/env node
// The page behind the printed address. It is a CGI script like the others: it prints a header block and then HTML.
const fs = require('fs');
const path = require('path');
const { escape, page } = require('./lib/page.js');

const EXAMPLES = [
  ['hello.js', 'hello.js', 'Four lines: header block, empty line, body.'],
  ['env.js', 'env.js/path/info?query=string', 'The environment a script gets, as RFC 3875 says.'],
  ['counter.js', 'counter.js', 'Counts in a module, a global and a prototype. Prints 1, for ever.'],
  ['guestbook.js', 'guestbook.js', 'Form, POST, redirect, and a file in a folder it was granted.'],
  ['form.html', '/form.html', 'A static page that posts to the guestbook.'],
  ['upload.js', 'upload.js', 'Binary standard input, in chunks, with a checksum.'],
  ['stream.js', 'stream.js', 'A line a second, sent while the script still runs.'],
  ['redirect.js', 'redirect.js', 'A local and a client redirect.'],
];

const cards = EXAMPLES.map(
  ([name, href, text]) => `<a class="card" href="${href}"><b class="mono">${name}</b><span>${text}</span></a>`,
);
const source = fs.readFileSync(path.join(__dirname, 'hello.js'), 'utf8');

console.log('Content-Type: text/html; charset=utf-8\n');
console.log(page('A cgi-bin for JavaScript', `
<h1>A fresh world<br>for every request.</h1>
<p class="soft">This page is a CGI script. It was started for you alone: its own globals, its own modules, its own standard input
and output, thrown away when the last byte was sent. Drop a file in the folder and it answers; edit it and the next request runs the new text.</p>

<div class="card burst">
  <div class="row"><button id="go" type="button">Run 400 requests</button><span id="said" class="soft">Each one runs <code>counter.js</code> from nothing.</span></div>
  <svg id="chart" viewBox="0 0 800 160" preserveAspectRatio="none" role="img" aria-label="Milliseconds per request"></svg>
  <dl>
    <div><dt>fresh contexts</dt><dd id="runs">0</dd></div>
    <div><dt>per second</dt><dd id="rate">–</dd></div>
    <div><dt>median ms</dt><dd id="median">–</dd></div>
    <div><dt>highest count seen</dt><dd id="highest">–</dd></div>
  </dl>
</div>

<h2>The whole of hello.js</h2>
<pre>${escape(source)}</pre>

<h2>More in this folder</h2>
<div class="grid">
${cards.join('\n')}
</div>
<footer>Answered by <span class="mono">${escape(process.env.SERVER_SOFTWARE || 'a web server')}</span>, script
<span class="mono">${escape(process.env.SCRIPT_NAME || 'index.js')}</span>. The same files run as <span class="mono">#!/usr/bin/env node</span> under any web server with CGI.</footer>

<style>
.burst { margin: 2rem 0 }
.row { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap }
#chart { display: block; width: 100%; height: 160px; margin: 1rem 0 .4rem; background: linear-gradient(var(--glow), transparent); border-radius: 10px }
#chart rect { fill: var(--fresh) }
.grid { grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)) }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; margin: 0 }
dt { color: var(--soft); font-size: .8rem } dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums }
</style>
<script>
const AT_ONCE = 4;
const byId = (id) => document.getElementById(id);
byId('go').onclick = () => burst(400);
burst(25);

async function burst(total) {
  byId('go').disabled = true;
  byId('chart').replaceChildren();
  const times = [];
  let begun = 0, highest = 0, failed = 0;
  const start = performance.now();
  async function lane() {
    while (begun < total) {
      const number = begun++;
      const before = performance.now();
      try {
        const counts = await (await fetch('counter.js?json', { cache: 'no-store' })).json();
        highest = Math.max(highest, counts.module, counts.global, counts.prototype);
      } catch { failed++; continue }
      const ms = performance.now() - before;
      times.push(ms);
      draw(number, total, ms);
      byId('runs').textContent = times.length;
      byId('rate').textContent = Math.round(times.length / (performance.now() - start) * 1000);
      byId('highest').textContent = highest;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  times.sort((a, b) => a - b);
  byId('median').textContent = times.length ? times[times.length >> 1].toFixed(1) : '–';
  byId('said').textContent = failed ? failed + ' requests failed.' : highest === 1 ? 'Every single one counted to 1.' : 'Something was kept between requests!';
  byId('go').disabled = false;
}
function draw(number, total, ms) {
  const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const height = Math.min(156, Math.log2(1 + ms) * 24);
  bar.setAttribute('x', number * 800 / total);
  bar.setAttribute('y', 160 - height);
  bar.setAttribute('width', 560 / total);
  bar.setAttribute('height', height);
  byId('chart').append(bar);
}
</script>`));
