// `{ definition, states, options }` as JSON on standard input becomes an SVG on standard output.

import { text } from 'node:stream/consumers';
import { drawGraph } from './draw.mjs';

const { definition, states, options } = JSON.parse(await text(process.stdin));
process.stdout.write(drawGraph(definition, states, options));
