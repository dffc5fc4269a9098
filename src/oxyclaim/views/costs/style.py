"""The look of the page: light, dark and on paper, in colours that are told apart without seeing red or green."""

STYLE = """
:root { color-scheme: light dark; --ground: #f5f6f8; --sheet: #fff; --ink: #1b1f24; --quiet: #56606c; --rule: #d6dbe1;
  --bar: #0b5cad; --denied: #c4620a; --stripe: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --sheet: #1d2126; --ink: #f0f2f4; --quiet: #a9b3be;
  --rule: #3a424c; --bar: #6fb1f2; --denied: #f0a250; --stripe: #1d2126; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.2rem; }
header { padding-top: 1.6rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.15rem; margin: 0 0 .6rem; }
p { margin: .4rem 0; }
.quiet, footer { color: var(--quiet); font-size: .9rem; }
section { background: var(--sheet); border: 1px solid var(--rule); border-radius: 8px; padding: 1rem 1.2rem;
  margin: 1rem 0; }
.figures { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; }
.figures div { background: var(--sheet); border: 1px solid var(--rule); border-radius: 8px; padding: .7rem .9rem;
  flex: 1 1 9rem; }
.figures b { display: block; white-space: nowrap; font-size: 1.45rem; line-height: 1.25;
  font-variant-numeric: tabular-nums; }
.figures span { color: var(--quiet); font-size: .88rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin-top: .6rem; }
caption { text-align: left; color: var(--quiet); padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--rule); }
thead th { font-weight: 600; border-bottom: 2px solid var(--rule); }
tbody th { font-weight: 600; }
tfoot td, tfoot th { font-weight: 700; border-bottom: 0; border-top: 2px solid var(--rule); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.brief { white-space: nowrap; }
.long { overflow-wrap: anywhere; min-width: 14rem; }
td small { color: var(--quiet); display: block; }
svg { display: block; width: 100%; max-width: 52rem; height: auto;
  font: 12px system-ui, "Liberation Sans", sans-serif; }
svg text { fill: var(--ink); }
svg .name { text-anchor: end; fill: var(--quiet); }
svg .below { text-anchor: middle; fill: var(--quiet); font-size: 11px; }
svg .amount { font-variant-numeric: tabular-nums; }
svg .bar rect, svg .rejected rect, .key .rejected { fill: var(--bar); background: var(--bar); }
svg .denied rect { fill: url(#stripes); }
svg .grid { stroke: var(--rule); stroke-width: 1; }
#stripes rect { fill: var(--denied); }
#stripes path { stroke: var(--stripe); stroke-width: 1.5; }
.key { display: flex; gap: 1.2rem; font-size: .88rem; color: var(--quiet); margin: .2rem 0 .4rem; }
.key i { display: inline-block; width: 1.1em; height: .8em; margin-right: .35em; border-radius: 2px; }
.key .denied { background: repeating-linear-gradient(45deg, var(--denied) 0 4px, var(--stripe) 4px 5.5px); }
.once { position: absolute; width: 0; height: 0; }
footer { padding-bottom: 2rem; }
@media print {
  :root { color-scheme: light; --ground: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --rule: #bbb;
    --bar: #0b5cad; --denied: #c4620a; --stripe: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { size: letter; margin: 14mm; }
  body { font-size: 10pt; }
  main, header, footer { max-width: none; padding: 0; }
  section { border: 0; padding: 0; margin: 1.2rem 0; }
  svg { max-width: 40rem; }
  h2, caption { break-after: avoid; }
  svg, tr, .figures { break-inside: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; break-before: avoid; }
  tbody tr:last-child { break-after: avoid; }
  table { font-size: 8.5pt; }
  .wide { overflow: visible; }
}
"""
