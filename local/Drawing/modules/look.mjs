// How the picture looks. Every rule starts at .asl-graph, so that none reaches the page an SVG is put into; a page may
// set the variables itself. Paper is always light.

const light = `
  --g-paper: #ffffff; --g-ink: #16202e; --g-muted: #5a6776; --g-line: #8592a1; --g-hair: #d5dbe2;
  --g-card: #ffffff; --g-box: #f6f8fa; --g-tile: #eef1f5; --g-focus: #1f5fd0;
  --g-succeeded: #1a7f4b; --g-succeeded-soft: #eaf6ef; --g-failed: #c62f3b; --g-failed-soft: #fdeeee;
  --g-caught: #b25a00; --g-caught-soft: #fdf2e4; --g-running: #1f66d1; --g-running-soft: #eaf2fd;
  --g-aborted: #66717f; --g-aborted-soft: #f1f3f6;`;

const dark = `
  --g-paper: #10161d; --g-ink: #e8edf3; --g-muted: #a3afbd; --g-line: #76828f; --g-hair: #313b47;
  --g-card: #18202a; --g-box: #141b23; --g-tile: #26303c; --g-focus: #7fb0ff;
  --g-succeeded: #4cc38a; --g-succeeded-soft: #14291f; --g-failed: #ff7a80; --g-failed-soft: #321a1e;
  --g-caught: #f0a04b; --g-caught-soft: #2e2213; --g-running: #6fa8ff; --g-running-soft: #17253a;
  --g-aborted: #98a4b3; --g-aborted-soft: #1e2631;`;

const statuses = ['succeeded', 'failed', 'caught', 'running', 'aborted'].map(status => `
.asl-graph .${status} { --g-status: var(--g-${status}); --g-soft: var(--g-${status}-soft); }`).join('');

export const style = `
.asl-graph {${light}
  font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media screen and (prefers-color-scheme: dark) { .asl-graph {${dark} } }
.asl-graph .paper { fill: var(--g-paper); }
.asl-graph text { fill: var(--g-ink); }
.asl-graph .name { font-weight: 600; font-size: 13.5px; }
.asl-graph .kind, .asl-graph .meta { font-size: 11.5px; fill: var(--g-muted); }
.asl-graph .meta { font-variant-numeric: tabular-nums; }
.asl-graph .card, .asl-graph .behind { fill: var(--g-card); stroke: var(--g-hair); stroke-width: 1.25; }
.asl-graph .container > .card, .asl-graph .container > .behind { fill: var(--g-box); }
.asl-graph .box { fill: var(--g-paper); stroke: var(--g-hair); stroke-dasharray: 3 4; }
.asl-graph .tile { fill: var(--g-tile); }
.asl-graph .icon { fill: none; stroke: var(--g-muted); stroke-width: 1.3; stroke-linecap: round; stroke-linejoin: round; }
.asl-graph .state.entered > .card { fill: var(--g-soft); stroke: var(--g-status); stroke-width: 1.6; }
.asl-graph .state.entered > .behind { stroke: var(--g-status); }
.asl-graph .state.entered.container > .card { fill: var(--g-box); }
.asl-graph .state.aborted > .card { stroke-dasharray: 5 3; }
.asl-graph .state.entered .icon { stroke: var(--g-status); }
.asl-graph .state.entered .tile { fill: var(--g-card); }
.asl-graph .idle .name { fill: var(--g-muted); }
.asl-graph .unreachable > .card { stroke-dasharray: 2 4; }
.asl-graph .badge circle { fill: var(--g-status); stroke: var(--g-paper); stroke-width: 2; }
.asl-graph .badge path { fill: none; stroke: var(--g-paper); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.asl-graph .dot rect { fill: var(--g-tile); stroke: var(--g-line); stroke-width: 1.25; }
.asl-graph .dot text { font-size: 12px; font-weight: 600; text-anchor: middle; }
.asl-graph .edge .line { fill: none; stroke: var(--g-hair); stroke-width: 1.4; }
.asl-graph .edge .head { fill: var(--g-hair); }
.asl-graph .plain .edge .line, .asl-graph .edge.taken .line { stroke: var(--g-line); }
.asl-graph .plain .edge .head, .asl-graph .edge.taken .head { fill: var(--g-line); }
.asl-graph .edge.taken .line { stroke-width: 1.9; }
.asl-graph .edge.catch .line { stroke-dasharray: 5 4; }
.asl-graph .edge.catch.taken .line, .asl-graph .plain .edge.catch .line { stroke: var(--g-caught); }
.asl-graph .edge.catch.taken .head, .asl-graph .plain .edge.catch .head { fill: var(--g-caught); }
.asl-graph .label rect { fill: var(--g-paper); }
.asl-graph .label text { font-size: 11.5px; fill: var(--g-muted); text-anchor: middle; }
.asl-graph .label.default text { font-style: italic; }
.asl-graph .label.catch text { fill: var(--g-caught); }
.asl-graph .label.taken text { fill: var(--g-ink); }
.asl-graph .bar .rest { fill: var(--g-tile); }
.asl-graph .bar .succeeded, .asl-graph .bar .failed, .asl-graph .bar .running { fill: var(--g-status); }
.asl-graph [role=button] { cursor: pointer; outline: none; }
.asl-graph [role=button]:hover > .card { stroke-width: 2.4; }
.asl-graph .state:focus-visible > .card, .asl-graph .state.selected > .card { stroke: var(--g-focus); stroke-width: 3; }
@media (prefers-reduced-motion: no-preference) {
  .asl-graph .state.running > .badge { animation: asl-beat 1.6s ease-in-out infinite; }
  @keyframes asl-beat { 50% { opacity: .35; } }
}${statuses}
`;
