// The frame of the HTML pages in this folder: one style sheet, light and dark.
exports.escape = function (text) {
  return String(text).replace(/[&<>"']/g, (char) => '&#' + char.charCodeAt(0) + ';');
};

exports.page = function (title, body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${exports.escape(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1d2422; --soft: #5f6b66; --paper: #faf9f5; --card: #fff; --line: #e3e1d8; --fresh: #0b7a4b; --glow: #d9f3e4 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebe8; --soft: #94a29b; --paper: #131716; --card: #1a201e; --line: #2b3330; --fresh: #53d7a0; --glow: #163528 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem 4rem }
a { color: var(--fresh) }
h1 { font-size: clamp(2rem, 6vw, 3.2rem); line-height: 1.1; letter-spacing: -.03em; margin: 0 0 .6rem }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .6rem }
p { margin: 0 0 1rem; max-width: 42rem }
.soft { color: var(--soft) }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86em }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.2rem; overflow: auto; margin: 0 0 1rem; line-height: 1.5 }
button, .button { font: inherit; font-weight: 600; color: var(--paper); background: var(--fresh); border: 0; border-radius: 99px; padding: .55rem 1.3rem; cursor: pointer; text-decoration: none; display: inline-block }
button:disabled { opacity: .55; cursor: default }
input, textarea { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .55rem .8rem; width: 100% }
label { display: block; margin-bottom: .8rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.1rem 1.3rem }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .9rem }
.grid .card { color: inherit; text-decoration: none; display: block; transition: border-color .15s }
.grid .card:hover { border-color: var(--fresh) }
.grid .card b { color: var(--fresh); font-weight: 600 }
.grid .card span { display: block; color: var(--soft); font-size: .92rem }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem }
</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
};
