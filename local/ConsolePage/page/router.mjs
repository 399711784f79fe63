// Which of a site's pages is shown: the address after # says it.

import { Unreachable } from './aws.mjs';
import { announce, entitle, fill, h, silence } from './dom.mjs';
import { listen, onChange } from './live.mjs';
import { zoneButton } from './moment.mjs';
import { here } from './place.mjs';

const content = document.querySelector('main');
let pages;
let sectionOf;
let executionOf;
let leaving = new AbortController();
let shown;

/**
 * Shows the page of the address, and each that the address goes to. A page is `(argument, signal, query) => { title, body,
 * restore? }`; what it listens to ends with the signal. One that can go to another query of its address without being built
 * anew says so with `restore(query)`.
 * @param {Record<string, Function>} site pages by their names; an address without a name, or with one that is not here, is the first one's
 * @param {{ sections?: Record<string, string>, watched?(name: string, argument: string): string | undefined }} options
 *   sections: the page of the navigation that another page belongs to; watched: the execution whose every event a page is told
 */
export function showPages(site, { sections = {}, watched = () => undefined } = {}) {
  [pages, sectionOf, executionOf] = [site, sections, watched];
  document.querySelector('.skip').addEventListener('click', event => {
    event.preventDefault();
    content.focus();
  });
  document.querySelector('.live').before(zoneButton(rebuild));
  addEventListener('hashchange', show);
  onChange(['ready'], () => {
    silence();
    // What could not be shown while the server was gone can be now.
    return shown ? undefined : rebuild();
  }, new AbortController().signal);
  addEventListener('unhandledrejection', event => {
    event.preventDefault();
    // That the server is gone stands in the page's head until it is back.
    if (event.reason?.name !== 'AbortError' && !(event.reason instanceof Unreachable)) {
      announce(event.reason?.message ?? String(event.reason), 'trouble');
    }
  });

  show();
}

async function show() {
  const { name, argument, query } = asked();
  silence();
  if (shown?.restore && shown.name === name && shown.argument === argument) {
    shown.restore(query);
    return;
  }
  await build(name, argument, query);
}

async function build(name, argument, query) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const isFirst = content.childElementCount === 0;
  const isElsewhere = shown?.name !== name || shown.argument !== argument;
  shown = undefined;

  content.setAttribute('aria-busy', 'true');
  try {
    await listen(executionOf(name, argument));
    const { title, body, restore } = await pages[name](argument, signal, query);
    if (!signal.aborted) {
      shown = { name, argument, restore };
      entitle(title);
      fill(content, body);
    }
  } catch (error) {
    if (!signal.aborted) {
      fill(content, h('h1', {}, 'This cannot be shown'), h('p', { class: 'trouble' }, error.message));
    }
  }
  if (signal.aborted) {
    return;
  }

  content.removeAttribute('aria-busy');
  markPlace(name);
  if (!isFirst && isElsewhere) {
    content.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function rebuild() {
  const { name, argument, query } = asked();
  return build(name, argument, query);
}

function asked() {
  const place = here();
  return Object.hasOwn(pages, place.name) ? place : { ...place, name: Object.keys(pages)[0] };
}

function markPlace(name) {
  const section = sectionOf[name] ?? name;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${section}`) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else {
      link.removeAttribute('aria-current');
    }
  }
}
