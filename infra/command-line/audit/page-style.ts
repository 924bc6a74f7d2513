import { Markup } from './markup.ts';

/** How the page looks, in light and in dark, on paper and on a small screen. */
export const pageStyle = new Markup(`
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14171c); --card: light-dark(#ffffff, #1d2128); --line: light-dark(#dfe3e8, #333a44);
  --text: light-dark(#1c2430, #e6e9ee); --soft: light-dark(#586374, #a3adbb); --bar: light-dark(#3567b0, #7aa5e6);
  --good: light-dark(#11703c, #6fd39a); --good-back: light-dark(#e2f4e9, #173726);
  --doubtful: light-dark(#875300, #f0bd62); --doubtful-back: light-dark(#fdf0d5, #3d2f12);
  --bad: light-dark(#b3261e, #ff9d94); --bad-back: light-dark(#fce6e4, #471f1c);
  --quiet: light-dark(#586374, #a3adbb); --quiet-back: light-dark(#eceff3, #2a303a);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: .95rem; margin: 0 0 .5rem; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.15rem; min-width: 0; }
.card ul, .check ul { margin: .5rem 0 0; padding-left: 1.1rem; }
.card h3 { display: flex; justify-content: space-between; align-items: baseline; gap: .75rem; font-size: 1.05rem; }
.verdict { display: inline-block; border-radius: 1rem; padding: .05rem .7rem; font-size: .8rem; font-weight: 600;
  white-space: nowrap; }
.good { color: var(--good); background: var(--good-back); }
.doubtful { color: var(--doubtful); background: var(--doubtful-back); }
.bad { color: var(--bad); background: var(--bad-back); }
.quiet { color: var(--quiet); background: var(--quiet-back); }
.check { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: .6rem 0; }
.check > summary { cursor: pointer; display: grid; grid-template-columns: 7.5rem 17rem 1fr; gap: .25rem 1rem;
  align-items: baseline; padding: .7rem 1.15rem; list-style-position: inside; }
.check > summary::-webkit-details-marker { display: none; }
.check > summary { list-style: none; }
.check > summary::after { content: none; }
.check > summary b { font-weight: 600; }
.check > summary b::before { content: '\\25B8'; display: inline-block; width: 1.1rem; color: var(--soft); }
.check[open] > summary b::before { content: '\\25BE'; }
.inside { border-top: 1px solid var(--line); padding: 1rem 1.15rem; display: grid; gap: 1.25rem;
  grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); align-items: start; }
.inside > * { min-width: 0; }
.wide { grid-column: 1 / -1; }
.advice { border-left: 3px solid var(--bar); padding-left: .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; font-weight: 400; padding: .2rem .6rem .2rem 0; vertical-align: middle; overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 1%; }
td.bar { width: 45%; min-width: 6rem; }
td.bar div { background: var(--bar); height: .7rem; border-radius: 0 .2rem .2rem 0; min-width: 1px; }
td.bar div.none { background: none; }
details.more > summary { cursor: pointer; color: var(--soft); font-size: .88rem; margin-top: .4rem; }
.examples li { overflow-wrap: anywhere; font-size: .88rem; }
.scroll { overflow-x: auto; }
svg.months { display: block; width: 100%; height: auto; }
svg.months rect { fill: var(--bar); }
svg.months text { fill: var(--soft); font: 11px system-ui, sans-serif; }
svg.months line { stroke: var(--line); }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
@media (max-width: 46rem) {
  .check > summary { grid-template-columns: 1fr; }
  svg.months { min-width: 44rem; }
  svg.months text { font-size: 14px; }
}
@media print { body { background: none; } .check, .card { break-inside: avoid; } }
`);
