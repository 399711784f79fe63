// Where everything stands: each container by dagre, its own containers before it, since they decide how large it is.

import dagre from './dagre.mjs';
import { inColumn } from './column.mjs';
import { End } from './states.mjs';
import { widthOf, wrap } from './text.mjs';

const Gap = 16;
const LabelSize = 11.5;
const LabelLine = 15;

/** Network simplex gives the neatest ranks, but its time grows with the square of the graph. */
const LargeContainer = 250;

/** dagre walks a graph by recursion, one call deeper with each state. */
const LongContainer = 1200;

/**
 * The container with positions: `x`, `y` of a node are its upper left corner within the container, the boxes inside a
 * node lie within the node, `points` of an edge within the container.
 * @param sizeOf the size of a node that has nothing inside: `{ width, height }`; of one that has: its header
 */
export function layOut(container, sizeOf) {
  const nodes = container.nodes.map(node => sized(node, sizeOf));
  const edges = container.edges.map(edge => ({ ...edge, label: labelOf(edge) }));
  const places = nodes.length > LongContainer ? inColumn(nodes, edges) : byDagre(nodes, edges);
  return { ...positioned(places, nodes, edges), title: container.title };
}

function byDagre(nodes, edges) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  const ranker = nodes.length > LargeContainer ? 'longest-path' : 'network-simplex';
  graph.setGraph({ rankdir: 'TB', rankalign: 'top', nodesep: 36, edgesep: 18, ranksep: 46, ranker });
  nodes.forEach(({ id, width, height }) => graph.setNode(id, { width, height }));
  edges.forEach((edge, index) => graph.setEdge(edge.from, edge.to, dagreEdge(edge), String(index)));

  dagre.layout(graph);
  return {
    node: id => graph.node(id),
    edge: index => graph.edge(edges[index].from, edges[index].to, String(index)),
  };
}

function dagreEdge({ to, label: { width, height } }) {
  // Heavier edges are shorter: a state that ends the execution stands below the one before it, not beside the End.
  return { width, height, labelpos: 'c', weight: to === End ? 1 : 3 };
}

function sized(node, sizeOf) {
  const own = sizeOf(node);
  if (!node.inside?.length) {
    return { ...node, ...own, boxes: [] };
  }

  let x = Gap;
  let deepest = 0;
  const boxes = [];
  for (const inner of node.inside) {
    const layout = layOut(inner, sizeOf);
    const box = { x, y: own.height, width: layout.width + 2 * Gap, height: layout.height + 2 * Gap, layout };
    boxes.push(box);
    x += box.width + Gap;
    deepest = Math.max(deepest, box.height);
  }

  // Branches that run side by side end on one line; a header wider than they are has them in its middle.
  const spare = Math.max(0, own.width - x);
  boxes.forEach(box => {
    box.height = deepest;
    box.x += spare / 2;
  });
  return { ...node, width: x + spare, height: own.height + deepest + Gap, header: own.height, boxes };
}

function labelOf({ kind, labels }) {
  if (labels.length === 0) {
    return { width: 0, height: 0, lines: [] };
  }
  const said = kind === 'catch' ? `Catch ${labels.join(', ')}` : labels.join(' or ');
  const lines = wrap(said, LabelSize, 190, 3);
  const width = Math.max(...lines.map(line => widthOf(line, LabelSize))) + 14;
  return { width, height: lines.length * LabelLine + 6, lines, said };
}

function positioned(places, nodes, edges) {
  const placed = nodes.map(node => {
    const { x, y } = places.node(node.id);
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 };
  });
  const routed = edges.map((edge, index) => {
    const { points, x, y } = places.edge(index);
    return { ...edge, points, label: { ...edge.label, x, y } };
  });

  // The layout's own width and height leave out what a way back or a label puts beyond the outermost node.
  const extent = extentOf(placed, routed);
  const move = point => ({ ...point, x: point.x - extent.left, y: point.y - extent.top });
  return {
    width: extent.right - extent.left,
    height: extent.bottom - extent.top,
    nodes: placed.map(move),
    edges: routed.map(edge => ({ ...edge, points: edge.points.map(move), label: move(edge.label) })),
  };
}

function extentOf(nodes, edges) {
  const extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const include = (left, top, width, height) => {
    extent.left = Math.min(extent.left, left);
    extent.top = Math.min(extent.top, top);
    extent.right = Math.max(extent.right, left + width);
    extent.bottom = Math.max(extent.bottom, top + height);
  };
  nodes.forEach(({ x, y, width, height }) => include(x, y, width, height));
  for (const { points, label } of edges) {
    points.forEach(({ x, y }) => include(x, y, 0, 0));
    if (label.lines.length > 0) {
      include(label.x - label.width / 2, label.y - label.height / 2, label.width, label.height);
    }
  }
  return nodes.length === 0 ? { left: 0, top: 0, right: 0, bottom: 0 } : extent;
}
