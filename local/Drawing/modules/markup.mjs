// Markup is built from elements only, and text inside it is escaped unless it is markup already: a state's name or
// comment can hold anything.

class Markup {
  constructor(source) {
    this.source = source;
  }

  toString() {
    return this.source;
  }
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// XML has no way to write these at all, not even as entities.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escape(text) {
  return String(text).toWellFormed().replace(unwritable, '\ufffd').replace(/[&<>"']/g, found => entities[found]);
}

/** An element; an attribute or a child that is undefined, null or false is left out. */
export function element(name, attributes, ...children) {
  const written = Object.entries(attributes)
    .filter(([, value]) => isThere(value))
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('');
  const content = children.flat(Infinity)
    .filter(isThere)
    .map(child => (child instanceof Markup ? child.source : escape(child)))
    .join('');

  return new Markup(content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`);
}

function isThere(value) {
  return value !== undefined && value !== null && value !== false;
}

/** A style sheet of our own: never of anything that comes from data. */
export function styleSheet(css) {
  return new Markup(`<style>${css}</style>`);
}

/** A coordinate, short: tenths of a pixel are finer than anyone sees. */
export function number(value) {
  return String(Math.round(value * 10) / 10);
}
