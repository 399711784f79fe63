// One state under the other, for a container so long that dagre's recursion would run out of stack.

const Gap = 40;
const Bend = 28;
const Lanes = 8;

/** Gives nodes and edges the places that dagre would: centres of nodes, points of edges, places of labels. */
export function inColumn(nodes, edges) {
  const width = Math.max(...nodes.map(node => node.width));
  const places = new Map();
  let y = 0;
  for (const [index, node] of nodes.entries()) {
    places.set(node.id, { index, x: width / 2, y: y + node.height / 2, width: node.width, height: node.height });
    y += node.height + Gap;
  }
  return {
    node: id => places.get(id),
    edge: index => route(places.get(edges[index].from), places.get(edges[index].to), width),
  };
}

function route(from, to, width) {
  if (to.index === from.index + 1) {
    const [top, bottom] = [from.y + from.height / 2, to.y - to.height / 2];
    return { points: [{ x: from.x, y: top }, { x: to.x, y: bottom }], x: from.x, y: (top + bottom) / 2 };
  }

  const lane = width + Bend * (1 + (from.index % Lanes));
  const points = [
    { x: from.x + from.width / 2, y: from.y },
    { x: lane, y: from.y },
    { x: lane, y: to.y },
    { x: to.x + to.width / 2, y: to.y },
  ];
  return { points, x: lane, y: (from.y + to.y) / 2 };
}
