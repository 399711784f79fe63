import { fill, h } from './dom.mjs';
import { lineOf, offsetOf, placesIn } from './json-places.mjs';

let editors = 0;

/**
 * A text field for JSON: line numbers, and each fault at its place.
 * @returns {{ element, value(): string, check(): boolean, show(findings): void, focus(): void, onEdit(listener): void }}
 */
export function jsonEditor({ label, value, rows }) {
  const id = `editor-${++editors}`;
  const gutter = h('div', { class: 'gutter', 'aria-hidden': 'true' });
  const text = h('textarea', { id, rows, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', wrap: 'off', 'aria-describedby': `${id}-faults` });
  const faults = h('ul', { id: `${id}-faults`, class: 'faults', 'aria-live': 'polite' });
  const format = h('button', { type: 'button', class: 'small', onclick: tidy }, 'Format');
  const element = h('div', { class: 'editor' },
    h('div', { class: 'editor-head' }, h('label', { for: id }, label), format),
    h('div', { class: 'editor-text' }, gutter, text),
    faults);
  let marks = [];

  function mark(found) {
    marks = found.map(({ message, offset, note }) => ({ message, offset, note, ...lineOf(text.value, offset) }));
    text.setAttribute('aria-invalid', String(marks.length > 0));
    fill(faults, marks.map(({ line, column, message, offset, note }) => h('li', {},
      h('button', { type: 'button', onclick: () => go(offset) }, `Line ${line}, column ${column}`),
      ` ${message}`, note && h('small', {}, ` ${note}`))));
    number();
  }

  function number() {
    const marked = new Set(marks.map(({ line }) => line));
    const lines = text.value.split('\n').length;
    fill(gutter, Array.from({ length: lines }, (_, index) => h('span', { class: marked.has(index + 1) && 'marked' }, index + 1)));
    gutter.scrollTop = text.scrollTop;
  }

  function go(offset) {
    text.focus();
    text.setSelectionRange(offset, offset);
    const { line } = lineOf(text.value, offset);
    text.scrollTop = (line - 3) * parseFloat(getComputedStyle(text).lineHeight);
  }

  function places() {
    try {
      return { found: placesIn(text.value) };
    } catch (fault) {
      return { fault };
    }
  }

  function check() {
    const { fault } = places();
    mark(fault ? [fault] : []);
    return !fault;
  }

  function tidy() {
    if (check()) {
      set(JSON.stringify(JSON.parse(text.value), null, 2));
      text.dispatchEvent(new Event('input'));
    }
  }

  function set(next) {
    text.value = next;
    number();
  }

  text.addEventListener('scroll', () => {
    gutter.scrollTop = text.scrollTop;
  });
  text.addEventListener('input', check);
  set(value);

  return {
    element,
    value: () => text.value,
    check,
    /** Shows what a service found wrong with the text. */
    show: findings => {
      const { found } = places();
      mark(findings.map(({ code, message, location = '' }) =>
        ({ message, note: code, offset: found ? offsetOf(found, location) : 0 })));
    },
    focus: () => text.focus(),
    onEdit: listener => text.addEventListener('input', listener),
  };
}
