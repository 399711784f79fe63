// What a person takes away: by the clipboard or as a file.

import { announce, h } from './dom.mjs';

/** A button that copies a text; what: the name of it, such as `ARN`. */
export function copyButton(text, what) {
  return h('button', {
    type: 'button',
    class: 'small copy',
    'aria-label': `Copy ${what}`,
    title: `Copy ${what}`,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        announce(`${what} copied.`);
      } catch {
        announce(`This browser does not let the page copy. Here it is: ${text}`, 'trouble');
      }
    },
  }, 'Copy');
}

/** A name, the text that it stands for, and a button that copies it. */
export function identifier(name, text) {
  return h('span', { class: 'identifier' }, h('span', { class: 'identifier-name' }, name), ' ', h('code', {}, text), ' ', copyButton(text, name));
}

/** A button that saves a text as a file, both at hand or made when they are asked for; what: its name in words. */
export function downloadButton(words, what, file, text, attributes = {}) {
  return h('button', {
    type: 'button',
    'aria-label': `${words} ${what}`,
    ...attributes,
    onclick: async () => {
      try {
        save(typeof file === 'function' ? file() : file, typeof text === 'function' ? await text() : text);
      } catch (error) {
        announce(error.message, 'trouble');
      }
    },
  }, words);
}

/** Hands the browser a text to be saved. */
export function save(file, text) {
  const address = URL.createObjectURL(new Blob([text], { type: file.endsWith('.csv') ? 'text/csv' : 'application/json' }));
  h('a', { href: address, download: file }).click();
  // Once the browser has begun to save it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
