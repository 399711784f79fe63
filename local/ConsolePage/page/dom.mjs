// The page is built from elements. A string among the children is text: nothing that comes from data becomes markup.

/**
 * An element. An attribute that is undefined, null or false is left out; one that starts with `on` is a listener.
 * @param {string} name
 * @param {object} attributes
 * @param {...any} children nodes, texts, or lists of them; undefined, null and false are left out
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

/** Puts new children in place of the old. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** A button that tells of a failure instead of hiding it, and cannot be pressed twice while it works. */
export function button(words, work, attributes = {}) {
  const element = h('button', { type: 'button', ...attributes }, words);
  element.addEventListener('click', async () => {
    const hadFocus = document.activeElement === element;
    element.disabled = true;
    try {
      await work();
    } catch (error) {
      announce(error.message, 'trouble');
    } finally {
      element.disabled = false;
      if (hadFocus) {
        giveFocusBack(element);
      }
    }
  });
  return element;
}

/** What is disabled loses the focus: it gets it back, after the dialog that it opened is closed. */
function giveFocusBack(element) {
  const dialog = document.querySelector('dialog[open]');
  if (dialog) {
    dialog.addEventListener('close', () => element.focus());
  } else if (document.activeElement === document.body) {
    element.focus();
  }
}

/** The elements of markup that the server made, in which every text was escaped. */
export function elementsOf(markup) {
  return [...new DOMParser().parseFromString(markup, 'text/html').body.children].map(part => document.adoptNode(part));
}

/** Names the page, in the window's title and to a screen reader. */
export function entitle(words) {
  document.title = `${words} · Streaming Analytics`;
}

/** Says something: on the screen for a while, and to a screen reader; `quiet` to that alone. */
export function announce(words, kind = 'notice') {
  const region = document.querySelector('.announcements');
  const note = h('p', { class: kind }, words, h('button', { type: 'button', 'aria-label': 'Dismiss', onclick: () => note.remove() }, '×'));
  region.replaceChildren(note);
  if (kind === 'notice') {
    note.addEventListener('animationend', () => note.remove());
  }
}

/** Takes back what was said of a failure: it was of another page, or is over. */
export function silence() {
  document.querySelector('.announcements .trouble')?.remove();
}

function nodes(children) {
  return children.flat(Infinity)
    .filter(child => child !== undefined && child !== null && child !== false)
    .map(child => (child instanceof Node ? child : document.createTextNode(String(child))));
}
