// An execution's graph as SVG. A pure function: the same on a page as in Node.

import { End, Start, read } from './states.mjs';
import { badges, iconOf } from './icons.mjs';
import { element, number, styleSheet } from './markup.mjs';
import { layOut } from './layout.mjs';
import { drawEdge, drawLabel } from './edges.mjs';
import { fit, widthOf } from './text.mjs';
import { style } from './look.mjs';
import { count, duration, resource, things } from './wording.mjs';

const Margin = 24;
const NameSize = 13.5;
const SmallSize = 11.5;
const TextLeft = 50;
const TextWidth = { least: 118, most: 270 };

// Room for "12.3 s · 5 times · 2 retries" before any of it is known.
const MetaWidth = 150;

/**
 * Draws a state machine, and on it what an execution did.
 * @param {object} definition the States Language text, parsed
 * @param {object[]} states what is known of each state that was entered, see StateSummary; none: the definition alone
 * @param {{ title?: string, interactive?: boolean, steady?: boolean, styled?: boolean }} options title: the picture's
 *   name for a screen reader; interactive: states are buttons (data-state holds the name) that a page gives a meaning;
 *   steady: everything stands where it will stand once all is known, so that a picture drawn again and again does not
 *   move; styled: it carries its own looks, else the page has them (look.mjs)
 * @returns {string} an svg element
 */
export function drawGraph(definition, states = [], options = {}) {
  const { title = 'State machine', interactive = false, steady = false, styled = true } = options;
  const summaries = new Map(states.map(summary => [summary.name, summary]));
  const pen = { summaries, interactive, steady, plain: summaries.size === 0 };
  const layout = layOut(read(definition), node => sizeOf(node, pen));
  const width = layout.width + 2 * Margin;
  const height = layout.height + 2 * Margin;

  return element('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'asl-graph',
    viewBox: `0 0 ${number(width)} ${number(height)}`,
    width: number(width),
    height: number(height),
    role: interactive ? 'group' : 'img',
    'aria-label': title,
  },
  styled ? styleSheet(style) : undefined,
  element('title', {}, title),
  element('rect', { class: 'paper', width: number(width), height: number(height) }),
  element('g', { class: pen.plain && 'plain', transform: at(Margin, Margin) }, drawContainer(layout, pen))).toString();
}

function drawContainer(layout, pen) {
  const byId = new Map(layout.nodes.map(node => [node.id, node]));
  const edges = layout.edges.map(edge => ({ ...edge, taken: taken(edge, byId, pen) }));
  return [
    edges.map(drawEdge),
    layout.nodes.map(node => (node.dot ? drawDot(node) : drawState(node, pen))),
    edges.map(drawLabel),
  ];
}

function taken({ from, to }, byId, { summaries }) {
  const source = summaries.get(byId.get(from).name);
  const target = summaries.get(byId.get(to).name);
  if (from === Start) {
    return target !== undefined;
  }
  return to === End
    ? source?.succeeded > 0 || (source?.failed > 0 && byId.get(from).type === 'Fail')
    : target?.enteredFrom?.includes(byId.get(from).name) === true;
}

/** A dot's or a leaf's size, or that of a container's header. */
function sizeOf(node, pen) {
  if (node.dot) {
    return { width: 64, height: 30 };
  }
  const words = wordsOf(node, pen);
  const widest = Math.max(
    widthOf(node.name, NameSize) * 1.06,
    widthOf(words.kind, SmallSize),
    pen.steady ? MetaWidth : widthOf(words.meta, SmallSize));
  const width = Math.min(Math.max(widest, TextWidth.least), TextWidth.most);
  const hasMeta = pen.steady || words.meta !== '';
  const hasBar = pen.steady ? node.type === 'Map' : itemsOf(node, pen);
  return { width: TextLeft + width + 18, height: (hasMeta ? 72 : 54) + (hasBar ? 12 : 0) };
}

function wordsOf(node, { summaries }) {
  const summary = summaries.get(node.name);
  const meta = [];
  // Less than a millisecond says no more than that the state was passed.
  if (summary?.durationMs >= 1) {
    meta.push(duration(summary.durationMs));
  }
  if (summary?.entered > 1) {
    meta.push(`${count(summary.entered)} times`);
  }
  if (summary?.retries > 0) {
    meta.push(summary.retries === 1 ? '1 retry' : `${count(summary.retries)} retries`);
  }
  if (summary?.items) {
    meta.push(things(summary.items.total, 'item'));
  }
  if (summary?.children) {
    meta.push(things(summary.children.total, 'child execution'));
  }
  return { kind: kindOf(node), meta: meta.join(' · ') };
}

function kindOf({ type, state, inside }) {
  switch (type) {
    case 'Task':
      return resource(state.Resource).text;
    case 'Map': {
      const config = (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig;
      return config?.Mode === 'DISTRIBUTED' ? `Distributed Map · ${config.ExecutionType ?? 'STANDARD'}` : 'Map';
    }
    case 'Parallel':
      return `Parallel · ${inside.length === 1 ? '1 branch' : `${inside.length} branches`}`;
    default:
      return type;
  }
}

function drawDot({ dot, x, y, width, height }) {
  return element('g', { class: 'dot', transform: at(x, y) },
    element('rect', { width, height, rx: height / 2 }),
    element('text', { x: width / 2, y: height / 2 + 4 }, dot));
}

function drawState(node, pen) {
  const summary = pen.summaries.get(node.name);
  const status = summary && Object.hasOwn(badges, summary.status) ? summary.status : undefined;
  const words = wordsOf(node, pen);
  const button = pen.interactive ? { role: 'button', tabindex: 0, 'aria-label': spoken(node, words, status) } : {};
  const classes = ['state', node.boxes.length > 0 && 'container', status ? `entered ${status}` : !pen.plain && 'idle',
    !node.reachable && 'unreachable'];

  return [
    element('g', {
      class: classes.filter(Boolean).join(' '),
      transform: at(node.x, node.y),
      'data-state': node.name,
      'data-status': status ?? 'not entered',
      ...button,
    },
    element('title', {}, tip(node, words, summary, status)),
    node.type === 'Map' && sheetsBehind(node),
    element('rect', { class: 'card', width: number(node.width), height: number(node.height), rx: 8 }),
    element('rect', { class: 'tile', x: 11, y: 11, width: 30, height: 30, rx: 7 }),
    element('path', { class: 'icon', transform: at(18, 18), d: iconOf(node.type, resource(node.state.Resource).service) }),
    line('kind', 23, words.kind, SmallSize, node.width),
    line('name', 40, node.name, NameSize, node.width),
    words.meta && line('meta', 59, words.meta, SmallSize, node.width),
    progress(node, pen),
    status && badge(status, node.width)),
    node.boxes.map(box => drawBox(node, box, pen)),
  ];
}

function line(kind, y, words, size, width) {
  return element('text', { class: kind, x: TextLeft, y }, fit(words, size, width - TextLeft - 8));
}

function badge(status, width) {
  return element('g', { class: 'badge', transform: at(width, 0) },
    element('circle', { r: 10 }),
    element('path', { transform: at(-5, -5), d: badges[status] }));
}

/** A Map runs its inside many times: two more sheets lie under it. */
function sheetsBehind({ width, height }) {
  return [8, 4].map(by => element('path', {
    class: 'behind',
    d: `M${by + 4} ${number(height)}v${by / 2}q0 3 4 3H${number(width - by - 8)}q4 0 4 -3v${-by / 2}`,
  }));
}

function drawBox(node, { x, y, width, height, layout }, pen) {
  return element('g', { class: 'inside', role: 'group', 'aria-label': `${layout.title} of ${node.name}`, transform: at(node.x + x, node.y + y) },
    element('rect', { class: 'box', width: number(width), height: number(height), rx: 6 }),
    element('g', { transform: at((width - layout.width) / 2, 16) }, drawContainer(layout, pen)));
}

function itemsOf(node, { summaries }) {
  const items = node.type === 'Map' ? summaries.get(node.name)?.items : undefined;
  return items?.total > 0 ? items : undefined;
}

/** How far a Map has come, as a bar of succeeded, failed and running items. */
function progress(node, pen) {
  const items = itemsOf(node, pen);
  if (!items) {
    return undefined;
  }

  const width = sizeOf(node, pen).width - TextLeft - 18;
  let x = TextLeft;
  const part = (status, share) => {
    const length = width * Math.min(1, (share ?? 0) / items.total);
    const bar = length > 0 && element('rect', { class: status, x: number(x), y: 66, width: number(length), height: 6 });
    x += length;
    return bar;
  };
  return element('g', { class: 'bar' },
    element('rect', { class: 'rest', x: TextLeft, y: 66, width: number(width), height: 6, rx: 1 }),
    part('succeeded', items.succeeded), part('failed', items.failed), part('running', items.running));
}

function spoken(node, words, status) {
  return [node.name, words.kind, status ?? 'not entered', words.meta].filter(Boolean).join(', ');
}

function tip(node, words, summary, status) {
  const lines = [`${node.name}: ${status ?? (node.reachable ? 'not entered' : 'cannot be reached')}`, words.kind];
  if (typeof node.state.Comment === 'string') {
    lines.push(node.state.Comment);
  }
  if (words.meta) {
    lines.push(words.meta);
  }
  if (itemsOf(node, { summaries: new Map([[node.name, summary]]) })) {
    lines.push(`${things(summary.items.succeeded ?? 0, 'item')} succeeded, ${count(summary.items.failed ?? 0)} failed`);
  }
  if (summary?.error) {
    lines.push(`${summary.error}${summary.cause ? `: ${summary.cause}` : ''}`);
  }
  return lines.join('\n');
}

function at(x, y) {
  return `translate(${number(x)} ${number(y)})`;
}
