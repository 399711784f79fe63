// Drawings, built from elements as the page is: what comes from data is text.

import { clock } from './moment.mjs';

const Svg = 'http://www.w3.org/2000/svg';

/** An SVG element; children are elements or texts, and what is undefined, null or false is left out. */
export function s(name, attributes = {}, ...children) {
  const element = document.createElementNS(Svg, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, String(value));
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/**
 * A line over time with its least and greatest value, which are its words too.
 * @param {{ title: string, unit: string, points: { at: Date, value: number }[], limit?: number }} chart
 */
export function lineChart({ title, unit, points, limit }) {
  const [width, height, top, bottom, left] = [320, 110, 22, 18, 38];
  const known = points.filter(({ value }) => Number.isFinite(value));
  if (known.length === 0) {
    return s('svg', { class: 'chart', viewBox: `0 0 ${width} 40`, role: 'img', 'aria-label': `${title}: nothing yet` },
      s('text', { x: 0, y: 14, class: 'chart-title' }, title), s('text', { x: 0, y: 34 }, 'Nothing yet.'));
  }
  const values = known.map(({ value }) => value).concat(limit ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [known[0].at.getTime(), known.at(-1).at.getTime()];
  const x = at => left + (width - left - 4) * (last === first ? 1 : (at - first) / (last - first));
  const y = value => height - bottom - (height - top - bottom) * (high === low ? 0.5 : (value - low) / (high - low));
  const words = `${title}, ${clock(known[0].at)} to ${clock(known.at(-1).at)}: from ${round(low)} to ${round(high)} ${unit}, now ${round(known.at(-1).value)} ${unit}`;
  return s('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words },
    s('title', {}, words),
    s('text', { x: 0, y: 13, class: 'chart-title' }, `${title}: ${round(known.at(-1).value)} ${unit}`),
    s('text', { x: left - 6, y: y(high) + 4, class: 'chart-mark' }, round(high)),
    high !== low && s('text', { x: left - 6, y: y(low) + 4, class: 'chart-mark' }, round(low)),
    limit !== undefined && s('path', { class: 'chart-limit', d: `M${left} ${y(limit)}H${width - 4}` }),
    s('polyline', { class: 'chart-line', points: known.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ') }),
    s('circle', { class: 'chart-now', cx: x(known.at(-1).at), cy: y(known.at(-1).value), r: 3 }),
    s('text', { x: left, y: height - 3 }, clock(known[0].at)),
    s('text', { x: width - 4, y: height - 3, class: 'chart-mark' }, clock(known.at(-1).at)));
}

function round(value) {
  return String(Math.round(value * 10) / 10);
}
