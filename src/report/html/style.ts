import { createHash } from 'node:crypto';
import { html } from './markup.ts';

/** Light and dark, paper and phone. It has neither `<` nor `&`, so that it is the same in HTML and in XML. */
export const STYLE = html`
:root { color-scheme: light dark; --bg: #fff; --fg: #1c2128; --soft: #59636e; --line: #d8dee4; --panel: #f6f8fa;
  --ok: #1a7f37; --bad: #c3232f; --warn: #8a5a00; --info: #0a61c2; --okbg: #e3f6e7; --badbg: #ffe9e9; --warnbg: #fff5d6; --infobg: #e3f0ff;
  --name: #0b5a8f; --attr: #6b4fa0; --val: #7a4a12; }
@media (prefers-color-scheme: dark) { :root { --bg: #0f141a; --fg: #dde4ec; --soft: #93a0ae; --line: #2d3640; --panel: #171d25;
  --ok: #4cc268; --bad: #ff7b78; --warn: #e0ac3b; --info: #6cb2ff; --okbg: #12301b; --badbg: #40191b; --warnbg: #37290a; --infobg: #10283f;
  --name: #79c0ff; --attr: #c5a9f5; --val: #e5b27a; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 76rem; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .1rem 0 .3rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .7rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h2 small { font-weight: normal; color: var(--soft); font-size: .85rem; margin-left: .4rem; }
h3 { font-size: 1rem; margin: 0 0 .3rem; }
p { margin: .3rem 0; }
a { color: var(--info); }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .87em; }
.soft { color: var(--soft); }
.pill { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; white-space: nowrap; background: var(--panel); color: var(--soft); }
.pill.ok { background: var(--okbg); color: var(--ok); }
.pill.bad { background: var(--badbg); color: var(--bad); }
.pill.warn { background: var(--warnbg); color: var(--warn); }
.pill.info { background: var(--infobg); color: var(--info); }
header { border-left: .4rem solid var(--line); padding-left: 1rem; }
header.ok { border-color: var(--ok); }
header.bad { border-color: var(--bad); }
header.warn { border-color: var(--warn); }
nav { margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; font-size: .92rem; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.1rem; margin: .5rem 0 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr)); gap: .8rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; background: var(--panel); }
.card dl.facts { font-size: .9rem; gap: .1rem .9rem; }
.card + .card { margin-top: 0; }
.stack > .card { margin-bottom: .7rem; }
.card.bad { border-left: .3rem solid var(--bad); }
.card.warn { border-left: .3rem solid var(--warn); }
.card.info { border-left: .3rem solid var(--info); }
.try { margin-top: .35rem; }
.try b { color: var(--info); }
ol.steps { list-style: none; margin: 0 0 1.2rem; padding: 0; }
ol.steps li { padding: .3rem 0 .3rem 2rem; border-bottom: 1px solid var(--line); position: relative; }
ol.steps li.in { margin-left: 1.5rem; }
ol.steps .mark { position: absolute; left: .3rem; font-weight: 700; }
.mark.ok { color: var(--ok); } .mark.bad { color: var(--bad); } .mark.warn { color: var(--warn); } .mark.soft { color: var(--soft); }
.detail { margin: .35rem 0 .3rem; padding: .6rem .8rem; border-left: .3rem solid var(--bad); background: var(--badbg); border-radius: .2rem; }
.detail.warn { border-color: var(--warn); background: var(--warnbg); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(100%, 24rem); margin-top: .8rem; font-size: .92rem; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; overflow-x: auto; white-space: pre-wrap; tab-size: 2; line-height: 1.45; }
pre.xml { color: var(--soft); word-break: break-all; } pre .t { color: var(--fg); } pre .e { color: var(--name); } pre .a { color: var(--attr); } pre .v { color: var(--val); } pre .t { font-weight: 600; }
pre .hit { display: block; background: var(--badbg); box-shadow: -.3rem 0 0 var(--bad); }
pre .hit.warn { background: var(--warnbg); box-shadow: -.3rem 0 0 var(--warn); }
pre .hit.info { background: var(--infobg); box-shadow: -.3rem 0 0 var(--info); }
.log { font-size: .92rem; border-top: 1px solid var(--line); }
.log > * { border-bottom: 1px solid var(--line); }
.row { display: flex; flex-wrap: wrap; gap: 0 .7rem; padding: .22rem .3rem; align-items: baseline; }
.row time { color: var(--soft); font-variant-numeric: tabular-nums; }
.row .size { margin-left: auto; color: var(--soft); font-size: .87em; font-variant-numeric: tabular-nums; white-space: nowrap; }
.row .name { font-weight: 600; }
.in .dir { color: var(--info); } .out .dir { color: var(--ok); }
summary { cursor: pointer; }
summary.row::-webkit-details-marker { display: none; }
summary.row:hover { background: var(--panel); }
details[open] > summary.row { background: var(--panel); }
.inside { padding: .2rem .6rem .8rem 1.4rem; }
.idle .name { font-weight: normal; color: var(--soft); }
.said { color: var(--soft); padding-left: 1.3rem; }
.said.bad { color: var(--bad); } .said.warn { color: var(--warn); } .said.ok { color: var(--ok); }
.gap { padding: .5rem .3rem; color: var(--warn); font-style: italic; }
.note { padding: .5rem .8rem; background: var(--warnbg); border-left: .3rem solid var(--warn); border-radius: .2rem; margin: .8rem 0; }
:target { outline: 2px solid var(--info); outline-offset: 1px; }
body:has(#hide-idle:checked) .idle, body:has(#hide-said:checked) .said { display: none; }
footer { margin-top: 3rem; color: var(--soft); font-size: .87rem; }
@media (max-width: 40rem) {
  body { padding: 1rem .8rem 3rem; }
  h1 { font-size: 1.3rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .35rem; }
  .card dl.facts { grid-template-columns: max-content 1fr; gap: .1rem .7rem; }
  .card dl.facts dd { margin-bottom: 0; }
  .row .size { margin-left: 0; }
  .stack .card dl.facts { grid-template-columns: 1fr; }
  .inside { padding-left: .5rem; }
}
@media print {
  :root { --bg: #fff; --fg: #000; --soft: #444; --line: #bbb; --panel: #f4f4f4; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .pick { display: none; }
  .card, .detail, ol.steps li { break-inside: avoid; }
}
`;

/** What the page may load and run: its own style, and nothing else. */
export const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE.toString()).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
