/**
 * How the page of a review looks: on a screen in the light and in the dark, and on paper. Colours of text have a
 * contrast of 4.5 to 1 at least, and say nothing that a word or a sign does not say as well.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --tint: #f6f8fa; --link: #0550ae;
  --bad: #a40e26; --bad-tint: #ffebe9; --some: #7d4e00; --some-tint: #fff8c5;
  --good: #116329; --good-tint: #dafbe1; --mark: #6f42c1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #3d444d; --tint: #151b23; --link: #79c0ff;
    --bad: #ff9492; --bad-tint: #3c1618; --some: #f0c65a; --some-tint: #33270a;
    --good: #6fdd8b; --good-tint: #0f2d18; --mark: #6f42c1;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; padding: 0.5rem 1rem; background: var(--paper); z-index: 2; }
.skip:focus { left: 1rem; top: 1rem; }
header, nav, section { padding-left: max(1.5rem, calc(50vw - 34rem)); padding-right: max(1.5rem, calc(50vw - 34rem)); }
header { padding-top: 2rem; padding-bottom: 1.5rem; border-top: 0.4rem solid; }
header.block { border-color: var(--bad); background: var(--bad-tint); }
header.team-tech { border-color: var(--some); background: var(--some-tint); }
header.fine { border-color: var(--good); background: var(--good-tint); }
header p { margin: 0.25rem 0 0; color: var(--ink); overflow-wrap: anywhere; }
.kind { font-size: 0.85rem; letter-spacing: 0.03em; }
h1 { margin: 0.25rem 0 0.75rem; font-size: 1.2rem; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
.verdict { display: block; font-size: 2.2rem; line-height: 1.2; }
.block .verdict { color: var(--bad); }
.team-tech .verdict { color: var(--some); }
.fine .verdict { color: var(--good); }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); }
nav ol { display: flex; gap: 0.25rem 1.25rem; margin: 0; padding: 0.6rem 0; flex-wrap: wrap; list-style: none; white-space: nowrap; font-size: 0.9rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.number { padding: 0 0.45rem; border-radius: 1rem; background: var(--tint); color: var(--ink); font-size: 0.8rem; }
main { padding-bottom: 4rem; }
h2 { margin: 2.25rem 0 0.75rem; font-size: 1.3rem; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0.35rem 0; overflow-wrap: anywhere; }
ul { margin: 0.35rem 0; padding-left: 1.25rem; }
li { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-weight: 400; font-size: 0.92rem; }
header .quiet { color: var(--ink); }
code, pre, ins, del { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 0.875rem; }
code { overflow-wrap: anywhere; }
.to { color: var(--quiet); padding: 0 0.15rem; }
.card { margin: 0.75rem 0; padding: 0.75rem 1rem; border: 1px solid var(--line); border-left: 0.3rem solid var(--line); border-radius: 6px; }
.card.bad { border-left-color: var(--bad); }
.card.some { border-left-color: var(--some); }
.card.good { border-left-color: var(--good); }
.names { columns: 22rem; }
.pill { display: inline-block; margin-left: 0.1rem; padding: 0 0.55rem; border: 1px solid currentColor; border-radius: 1rem; font-size: 0.8rem; font-weight: 600; }
.bad.pill, .bad.sign { color: var(--bad); background: var(--bad-tint); }
.some.pill, .some.sign { color: var(--some); background: var(--some-tint); }
.good.pill, .good.sign { color: var(--good); background: var(--good-tint); }
.plain.pill, .plain.sign { color: var(--quiet); background: var(--tint); }
.sign { display: inline-block; width: 1.5rem; border-radius: 4px; text-align: center; font-family: ui-monospace, "Liberation Mono", monospace; font-weight: 700; }
ins, del { text-decoration: none; overflow-wrap: anywhere; border-radius: 3px; padding: 0 0.2rem; }
ins { color: var(--good); background: var(--good-tint); }
del { color: var(--bad); background: var(--bad-tint); }
.diff { margin: 0.5rem 0; padding: 0.5rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.diff > * { display: inline-block; width: 100%; }
dd > del { text-decoration: line-through; }
.wide, .canvas { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 6rem; overflow-wrap: anywhere; }
thead th { color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 600; }
.stack { margin: 0.75rem 0; border: 1px solid var(--line); border-radius: 6px; }
.stack > :not(summary) { margin-left: 1rem; margin-right: 1rem; }
summary { padding: 0.35rem 0; cursor: pointer; }
.stack > summary { padding: 0.75rem 1rem; }
.stack[open] > summary { border-bottom: 1px solid var(--line); }
summary h3 { display: inline; }
summary:hover { background: var(--tint); }
.changes { padding: 0; list-style: none; }
.changes > li { padding: 0.25rem 0; border-top: 1px solid var(--line); }
.changes > li:first-child { border-top: 0; }
div.change { padding: 0.35rem 0 0.35rem 1.05rem; }
.changes p, dl { margin: 0.25rem 0 0.5rem 1.05rem; }
dl div { padding: 0.3rem 0; }
dd { margin: 0.1rem 0 0 1rem; }
.street { margin: 0.75rem 0 2rem; }
fieldset { display: inline-flex; gap: 1.25rem; margin: 0.5rem 0; padding: 0.35rem 0.9rem; border: 1px solid var(--line); border-radius: 6px; }
legend { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
label { cursor: pointer; }
figcaption { color: var(--quiet); font-size: 0.92rem; margin: 0.35rem 0; }
figure { --room: min(100vw - 4rem, 110rem); width: max(100%, var(--room)); margin: 0.5rem 0 0.5rem min(0px, calc(50% - var(--room) / 2)); }
.canvas { border: 1px solid var(--line); border-radius: 6px; background: #ffffff; }
.canvas svg { display: block; }
@media screen {
  .street:has(.show-after:checked) .before, .street:has(.show-before:checked) .after { display: none; }
}
.is-marked path, .is-marked polygon, .is-marked ellipse { stroke: var(--mark); stroke-width: 3.5; stroke-dasharray: 8 3; }
@media (prefers-color-scheme: dark) {
  .canvas { background: #000000; }
  .canvas svg { filter: invert(0.93) hue-rotate(180deg); }
}
@media (max-width: 40rem) {
  header, nav, section { padding-left: 1rem; padding-right: 1rem; }
  .verdict { font-size: 1.8rem; }
  nav ol { flex-wrap: nowrap; overflow-x: auto; }
  dd { margin-left: 0; }
  figure { width: 100%; margin-left: 0; }
}
@media print {
  nav, fieldset, .skip { display: none; }
  header, section { padding-left: 0; padding-right: 0; }
  figure { width: 100%; margin-left: 0; }
  .canvas { overflow: visible; }
  .canvas svg { width: 100%; height: auto; filter: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3, summary { break-after: avoid; }
  .card, figure { break-inside: avoid; }
}
`;
