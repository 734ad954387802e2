/** The page's only style sheet. Colours are variables, so that charts follow the theme, and paper is always light. */
const light = `--paper:#fff;--panel:#f5f7fa;--ink:#1b2330;--soft:#566070;--line:#d5dbe3;--right:#1f6feb;--wrong:#c8501e;--warn:#fff4d6;
--series-0:#1f6feb;--series-1:#c2410c;--series-2:#15803d;--series-3:#a21caf;--series-4:#0e7490;--series-5:#b91c1c;--series-6:#7a5c00;--series-7:#4b5563`;
const dark = `--paper:#11161d;--panel:#1a212b;--ink:#e6eaf0;--soft:#a3adba;--line:#333d4a;--right:#6ea8fe;--wrong:#fb8f5a;--warn:#3b3010;
--series-0:#6ea8fe;--series-1:#fb923c;--series-2:#4ade80;--series-3:#e879f9;--series-4:#22d3ee;--series-5:#f87171;--series-6:#d6b25e;--series-7:#a3adba`;

export const pageStyle = `:root{color-scheme:light;${light}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem)}
header{padding-top:2rem}
h1{font-size:clamp(1.5rem,4vw,2.1rem);line-height:1.2;margin:0 0 .4rem}
h2{font-size:1.35rem;line-height:1.3;margin:3rem 0 .4rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0 0 .2rem}
p{margin:.3rem 0 .8rem;max-width:76ch}
.soft{color:var(--soft)}
a{color:inherit}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:1rem 0 0;padding:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,8.2rem),1fr));gap:.6rem;margin:1.5rem 0 0;padding:0}
.tiles div{background:var(--panel);border-radius:.6rem;padding:.7rem .8rem}
.tiles dt{color:var(--soft);font-size:.8rem;white-space:nowrap}
.tiles dd{margin:0}
.tiles .value{font-size:1.45rem;white-space:nowrap;font-weight:650;line-height:1.3;font-variant-numeric:tabular-nums}
.tiles .note{white-space:nowrap;color:var(--soft);font-size:.8rem}
.warnings{background:var(--warn);border-radius:.6rem;padding:.8rem 1rem .8rem 2.2rem;margin:1.25rem 0 0}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:1.5rem 2.5rem;align-items:start;margin:1rem 0}
@media (min-width:1000px){.grid.uneven{grid-template-columns:minmax(0,5fr) minmax(0,7fr)}}
.grid>*{min-width:0}
figure{margin:0;break-inside:avoid}
figure>svg{display:block;width:100%;max-width:34rem;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow:visible}
@media screen and (max-width:600px){figure>svg{font-size:14px}}
figure svg text{white-space:pre;unicode-bidi:isolate}
figcaption{font-size:.875rem;color:var(--soft);margin-top:.3rem;max-width:60ch}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.2rem 0 .4rem;padding:0;font-size:.875rem}
.legend svg{height:.7rem;vertical-align:-.05rem;margin-right:.4rem}
.legend path{fill:none}
.legend path[fill]{fill:var(--series-0)}.legend li:nth-child(3) path[fill]{fill:var(--series-1)}
.scroll{overflow-x:auto;max-width:100%}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--right);outline-offset:2px}
table{border-collapse:collapse;font-size:.875rem;overflow-wrap:normal}
caption{text-align:left;color:var(--soft);padding:.2rem 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}
thead th{white-space:nowrap;color:var(--soft)}
tbody th{white-space:nowrap}
tbody th>div.label{white-space:normal}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.text{min-width:14rem;max-width:44rem;white-space:normal;overflow-wrap:anywhere}
.short{white-space:nowrap}
.label{width:12rem;overflow-wrap:anywhere}
ol.mistakes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:0 2.5rem;list-style:none;margin:0;padding:0}
.mistakes li{border-bottom:1px solid var(--line);padding:.6rem 0;min-width:0;break-inside:avoid}
.mistakes p{margin:.15rem 0 0;font-size:.9rem}
.mistakes .soft{font-size:.875rem;white-space:nowrap}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--soft);font-size:.875rem}
footer{color:var(--soft);font-size:.875rem;padding-top:2.5rem;padding-bottom:2rem}
@media print{body{font-size:11pt}nav{display:none}.scroll{overflow:visible}.grid{grid-template-columns:1fr 1fr}h2{break-after:avoid}tr{break-inside:avoid}.tiles div{border:1px solid var(--line)}}`;
