// The frame of every page the server writes itself: one small style sheet, light and dark, nothing fetched from anywhere.

const STYLE = `:root{color-scheme:light dark;--ink:#1d2422;--soft:#66716c;--paper:#faf9f5;--card:#fff;--line:#e3e1d8;--fresh:#0b7a4b;--alarm:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebe8;--soft:#94a29b;--paper:#131716;--card:#1a201e;--line:#2b3330;--fresh:#53d7a0;--alarm:#ff8d7d}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,sans-serif}
code,pre,td,th,.status,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.bare{min-height:100vh;display:grid;align-content:center;justify-items:center;text-align:center;padding:2rem}
.bare>*{margin:0}.status{font-size:clamp(4rem,18vw,9rem);line-height:1;font-weight:200;letter-spacing:-.05em;color:var(--fresh)}
.bare h1{font-size:1.4rem;font-weight:600;margin:.6rem 0 .2rem}.bare p{color:var(--soft)}.bare .status{color:var(--fresh)}.bare .id{margin-top:2rem;font-size:.8rem}
.dev{max-width:64rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}.dev header{display:flex;gap:1.2rem;align-items:center;flex-wrap:wrap}
.dev .status{font-size:4rem;margin:0;color:var(--alarm)}.dev h1{font-size:1.25rem;margin:0;line-height:1.35;overflow-wrap:anywhere}
.code{font-size:.75rem;color:var(--alarm);border:1px solid;border-radius:99px;padding:.1rem .7rem}.dev header p{margin:0 0 .3rem}.dev header div{flex:1 1 20rem;min-width:0}
section{margin-top:1.6rem}h2{font-size:.75rem;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);margin:0 0 .4rem}
pre,.table{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0;padding:.9rem 1.1rem;overflow:auto;font-size:.82rem;line-height:1.55}
h2{overflow-wrap:anywhere}.source h2{text-transform:none;letter-spacing:0;font-size:.85rem}.source pre>*{display:block}.source mark{background:color-mix(in srgb,var(--alarm) 14%,transparent);color:inherit}
.source i{display:inline-block;min-width:2.5rem;padding-right:1rem;text-align:right;font-style:normal;color:var(--soft);user-select:none}
pre{white-space:pre-wrap;overflow-wrap:anywhere;max-height:26rem}.alarm pre{border-left:4px solid var(--alarm)}
table{border-collapse:collapse}th{text-align:left;font-weight:400;color:var(--fresh);padding-right:1.5rem;vertical-align:top;white-space:nowrap}td{overflow-wrap:anywhere}
@media(max-width:40rem){th,td{display:block;padding:0}td:empty::before{content:"–";color:var(--soft)}td{padding-bottom:.4rem}.dev .status{font-size:2.5rem}}
footer{margin-top:2.5rem;color:var(--soft);font-size:.8rem}`;

/** Makes text safe inside HTML, attribute values included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A whole document around a body that is already HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>${body}</body></html>
`;
}
