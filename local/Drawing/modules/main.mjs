// For whoever draws without a page: `{ definition, states, options }` as JSON text becomes an SVG.

import { drawGraph } from './draw.mjs';

// V8 by itself lacks it. dagre copies names, numbers and arrays of them.
globalThis.structuredClone ??= value => JSON.parse(JSON.stringify(value));

globalThis.draw = request => {
  const { definition, states, options } = JSON.parse(request);
  return drawGraph(definition, states, options);
};
