import { h } from './dom.mjs';
import { count } from './words.mjs';

/** A number with its name, in a list of the class `figures`. */
export function figure(name, value) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, count(value)));
}
