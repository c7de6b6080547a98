/**
 * How a report looks: on a screen in the light and in the dark, and on paper. Colours have a contrast of 4.5 to 1 at
 * least, and say nothing that a word does not say as well.
 */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --tint: #f6f8fa; --link: #0550ae;
  --bad: #a40e26; --bad-tint: #ffebe9; --gap: #7d4e00; --gap-tint: #fff8c5;
  --some: #6639ba; --some-tint: #fbefff; --good: #116329; --good-tint: #dafbe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #3d444d; --tint: #151b23; --link: #79c0ff;
    --bad: #ff9492; --bad-tint: #3c1618; --gap: #f0c65a; --gap-tint: #33270a;
    --some: #d2a8ff; --some-tint: #271b3d; --good: #6fdd8b; --good-tint: #0f2d18;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", sans-serif; }
header { padding: 1.5rem 2rem 1rem; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
header p { margin: 0.25rem 0 0; color: var(--quiet); }
h2 { margin: 2.5rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); font-size: 1.3rem; }
h3 { margin: 2rem 0 0.5rem; font-size: 1.05rem; }
h4 { margin: 1.25rem 0 0.25rem; font-size: 1rem; }
section:first-child > h2 { margin-top: 1rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 84rem; }
nav, main { padding: 0 2rem; }
nav ol { margin: 1rem 0; padding: 0; columns: 2; list-style: none; font-size: 0.9rem; }
nav a { display: block; padding: 0.2rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
main { padding-bottom: 4rem; }
@media screen and (min-width: 64rem) {
  .page { grid-template-columns: 15rem minmax(0, 1fr); }
  nav { padding-right: 0; }
  nav ol { position: sticky; top: 1rem; columns: 1; max-height: calc(100vh - 2rem); overflow-y: auto; }
}
p, li, dd { max-width: 46rem; overflow-wrap: anywhere; }
li { margin: 0.15rem 0; }
blockquote { margin: 0.5rem 0; padding: 0.1rem 1rem; border-left: 3px solid var(--line); color: var(--quiet); font-style: italic; }
code, pre { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 0.875em; }
code { overflow-wrap: anywhere; }
pre { padding: 0.75rem 1rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
pre code { overflow-wrap: normal; font-size: 1em; }
dl { margin: 0.5rem 0; }
dl div { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 0 1rem; padding: 0.2rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.wide { margin: 0.75rem 0; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
caption { padding: 0.25rem 0; text-align: left; color: var(--quiet); }
th, td { padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 4.5rem; }
thead th { color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 500; }
details { margin: 0.5rem 0; }
summary { padding: 0.2rem 0; cursor: pointer; color: var(--link); }
.status { display: inline-block; padding: 0 0.5rem; border: 1px solid currentColor; border-radius: 1rem; font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
h3 .status { margin-left: 0.25rem; font-weight: 600; }
.broken, .record-missing { color: var(--bad); background: var(--bad-tint); }
.nothing-checks-this, .realised-checked-by-nothing { color: var(--gap); background: var(--gap-tint); }
.kept-with-waivers, .checked-in-part { color: var(--some); background: var(--some-tint); }
.on-record, .kept { color: var(--good); background: var(--good-tint); }
@media (max-width: 40rem) {
  header, nav, main { padding-left: 1rem; padding-right: 1rem; }
  nav ol { columns: 1; }
  dl div { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  :root {
    --paper: #ffffff; --ink: #000000; --quiet: #444444; --line: #bbbbbb; --tint: #ffffff; --link: #000000;
    --bad: #a40e26; --bad-tint: #ffffff; --gap: #7d4e00; --gap-tint: #ffffff;
    --some: #6639ba; --some-tint: #ffffff; --good: #116329; --good-tint: #ffffff;
  }
  body { font-size: 9.5pt; }
  nav { display: none; }
  .page { max-width: none; }
  header, main { padding-left: 0; padding-right: 0; }
  .wide { overflow: visible; }
  h2, h3, h4, caption, summary { break-after: avoid; }
  tr, blockquote { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
