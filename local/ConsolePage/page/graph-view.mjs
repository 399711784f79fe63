import { h } from './dom.mjs';
import { patch } from './patch.mjs';
import { drawGraph } from './drawing/draw.mjs';
import { style } from './drawing/look.mjs';

const Least = 0.2;
const Most = 2.5;
const Step = 1.25;
const Readable = 0.6;

// Given as a sheet, the drawing's own rules need no leave for inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

/**
 * A graph that scrolls, zooms and says which state is chosen.
 * @param {{ label: string, live?: boolean, onChoose(name: string): void }} options live: it changes while it is looked
 *   at, so nothing moves, and what runs is in sight until a person scrolls
 */
export function graphView({ label, live = false, onChoose }) {
  const frame = h('div', { class: 'frame', tabindex: 0, role: 'region', 'aria-label': `${label}. Scrolls; plus and minus zoom.` });
  const element = h('div', { class: 'graph-view' }, frame,
    h('div', { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
      tool('+', 'Zoom in', () => zoomBy(Step)),
      tool('−', 'Zoom out', () => zoomBy(1 / Step)),
      tool('Fit', 'Fit the graph into its frame', () => fit())));
  let picture;
  let natural = { width: 1, height: 1 };
  let scale = 1;
  let fitted = true;
  let following = live;
  let chosen;

  function show(definition, states) {
    const fresh = parse(drawGraph(definition, states, { title: label, interactive: true, steady: live, styled: false }));
    natural = { width: Number(fresh.getAttribute('width')), height: Number(fresh.getAttribute('height')) };
    const isFirst = picture === undefined;
    mark(fresh);
    if (isFirst) {
      frame.append(fresh);
    } else {
      size(fresh);
      patch(picture, fresh);
    }
    picture = frame.querySelector('svg');
    // A picture of something live keeps its size, and stays where a person moved it.
    if (fitted && (isFirst || !live)) {
      fit();
    }
    if (following) {
      follow();
    }
  }

  /** Brings what runs into sight: the last state, else the head of the last container. */
  function follow() {
    const running = [...picture.querySelectorAll('.running[data-state]')];
    const shown = running.findLast(state => !state.classList.contains('container')) ?? running.at(-1);
    if (shown) {
      const [inner, outer] = [shown.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollTop += inner.top + Math.min(inner.height, outer.height) / 2 - outer.top - outer.height / 2;
    }
  }

  function choose(name) {
    const isNews = chosen !== name;
    chosen = name;
    mark(picture);
    if (isNews) {
      reveal();
    }
  }

  /** Brings the chosen state into sight where it is not. */
  function reveal() {
    const state = picture.querySelector('.selected');
    const [inner, outer] = [state?.getBoundingClientRect(), frame.getBoundingClientRect()];
    if (state && (inner.top < outer.top || inner.top > outer.bottom - 40 || inner.left < outer.left || inner.left > outer.right - 40)) {
      following = false;
      frame.scrollTop += inner.top - outer.top - outer.height / 3;
      frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    }
  }

  function mark(svg) {
    svg.querySelector('.selected')?.classList.remove('selected');
    const state = chosen && svg.querySelector(`[data-state="${CSS.escape(chosen)}"]`);
    state?.classList.add('selected');
  }

  function size(svg) {
    svg.setAttribute('width', natural.width * scale);
    svg.setAttribute('height', natural.height * scale);
  }

  /** Zooms and keeps the point under the pointer, or the middle, where it is. */
  function zoomBy(factor, point = { x: frame.clientWidth / 2, y: frame.clientHeight / 2 }) {
    const next = Math.min(Most, Math.max(Least, scale * factor));
    const by = next / scale;
    const left = (frame.scrollLeft + point.x) * by - point.x;
    const top = (frame.scrollTop + point.y) * by - point.y;
    [scale, fitted] = [next, false];
    size(picture);
    frame.scrollTo(left, top);
  }

  /** As large as the frame, or as wide where that would be too small to read; never larger than drawn. */
  function fit() {
    fitted = true;
    const [across, down] = [frame.clientWidth / natural.width || 1, frame.clientHeight / natural.height || 1];
    scale = Math.max(Readable, Math.min(1, across, down < Readable ? 1 : down));
    size(picture);
    const start = picture.querySelector('.dot')?.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    if (start && natural.width * scale > frame.clientWidth + 1) {
      frame.scrollLeft += start.left + start.width / 2 - around.left - frame.clientWidth / 2;
    }
  }

  frame.addEventListener('click', event => {
    const state = event.target.closest('[data-state]');
    if (state) {
      onChoose(state.dataset.state);
    }
  });
  frame.addEventListener('keydown', event => {
    const state = event.target.closest('[data-state]');
    if (state && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      onChoose(state.dataset.state);
    } else if (event.key === '+' || event.key === '=') {
      zoomBy(Step);
    } else if (event.key === '-') {
      zoomBy(1 / Step);
    } else if (event.key === '0') {
      fit();
    }
  });
  for (const kind of ['wheel', 'pointerdown', 'keydown']) {
    frame.addEventListener(kind, () => {
      following = false;
    }, { passive: true });
  }
  frame.addEventListener('wheel', event => {
    // A pinch on a touch pad comes as a wheel with Ctrl.
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const { left, top } = frame.getBoundingClientRect();
      zoomBy(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    }
  }, { passive: false });
  dragging(frame);
  let wasSeen = false;
  new ResizeObserver(() => {
    if (fitted && picture) {
      fit();
    }
    if (!wasSeen && picture && frame.clientHeight > 0) {
      wasSeen = true;
      reveal();
    }
  }).observe(frame);

  return { element, show, choose };
}

function tool(words, meaning, work) {
  return h('button', { type: 'button', title: meaning, 'aria-label': meaning, onclick: work }, words);
}

/** The drawing as nodes; every text in it was escaped when it was drawn, and XML has no room for more. */
function parse(source) {
  return document.importNode(new DOMParser().parseFromString(source, 'image/svg+xml').documentElement, true);
}

/** A mouse moves the picture by dragging; a finger scrolls it anyway. */
function dragging(frame) {
  frame.addEventListener('pointerdown', down => {
    if (down.pointerType !== 'mouse' || down.button !== 0) {
      return;
    }
    const from = { left: frame.scrollLeft, top: frame.scrollTop };
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('pointermove', move => {
      frame.scrollTo(from.left + down.clientX - move.clientX, from.top + down.clientY - move.clientY);
    }, { signal });
    addEventListener('pointerup', () => stop.abort(), { signal });
    addEventListener('pointercancel', () => stop.abort(), { signal });
  });
}
