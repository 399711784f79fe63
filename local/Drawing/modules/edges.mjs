// A transition: a smooth line through the points of the layout, with an arrow head and what it is taken on.

import { element, number } from './markup.mjs';

const HeadLength = 8;
const HeadHalfWidth = 4;
const LabelLine = 15;

export function drawEdge(edge) {
  const points = withoutRepeats(edge.points);
  if (points.length < 2) {
    return [];
  }

  const tip = points.at(-1);
  const before = points.at(-2);
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const base = { x: tip.x - along.x * HeadLength, y: tip.y - along.y * HeadLength };
  const across = { x: -along.y * HeadHalfWidth, y: along.x * HeadHalfWidth };

  return element('g', { class: classOf('edge', edge) },
    element('path', { class: 'line', d: smooth([...points.slice(0, -1), base]) }),
    element('path', {
      class: 'head',
      d: `M${at(tip)}L${number(base.x + across.x)} ${number(base.y + across.y)}L${number(base.x - across.x)} ${number(base.y - across.y)}Z`,
    }));
}

export function drawLabel(edge) {
  const { lines, x, y, width, height, said } = edge.label;
  if (lines.length === 0) {
    return [];
  }

  const top = y - height / 2;
  return element('g', { class: classOf('label', edge) },
    element('title', {}, said),
    element('rect', { x: number(x - width / 2), y: number(top), width: number(width), height: number(height), rx: 4 }),
    lines.map((line, index) => element('text', { x: number(x), y: number(top + 14 + index * LabelLine) }, line)));
}

function classOf(what, { kind, taken }) {
  return taken ? `${what} ${kind} taken` : `${what} ${kind}`;
}

function withoutRepeats(points) {
  return points.filter((point, index) => {
    const last = points[index - 1];
    return last === undefined || Math.hypot(point.x - last.x, point.y - last.y) > 0.5;
  });
}

/** A cubic B-spline that starts and ends on its first and last point. */
function smooth(points) {
  if (points.length === 2) {
    return `M${at(points[0])}L${at(points[1])}`;
  }

  const between = (first, second, share) => ({
    x: first.x + (second.x - first.x) * share,
    y: first.y + (second.y - first.y) * share,
  });
  let path = `M${at(points[0])}L${at(between(points[0], points[1], 1 / 6))}`;
  for (let index = 1; index < points.length; index++) {
    const [one, two] = [points[index - 1], points[index]];
    const last = index === points.length - 1;
    const joint = last ? between(one, two, 5 / 6) : knot(one, two, points[index + 1]);
    path += `C${at(between(one, two, 1 / 3))} ${at(between(one, two, 2 / 3))} ${at(joint)}`;
  }
  return `${path}L${at(points.at(-1))}`;
}

function knot(before, point, after) {
  return { x: (before.x + 4 * point.x + after.x) / 6, y: (before.y + 4 * point.y + after.y) / 6 };
}

function at({ x, y }) {
  return `${number(x)} ${number(y)}`;
}
