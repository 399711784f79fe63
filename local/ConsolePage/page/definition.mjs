// A definition as data: its states and where they stand in it.

import { h } from './dom.mjs';
import { lineOf, placesIn } from './json-places.mjs';

/**
 * A state by its name, however deep in Maps and Parallels it stands: names are unique in a definition.
 * @returns {{ state: object, place: string } | undefined} place: as findings name it, /States/Ship
 */
export function locate(machine, name, around = '') {
  if (Object.hasOwn(machine?.States ?? {}, name)) {
    return { state: machine.States[name], place: `${around}/States/${name}` };
  }
  for (const [outer, state] of Object.entries(machine?.States ?? {})) {
    const place = `${around}/States/${outer}`;
    const inside = [
      ...['ItemProcessor', 'Iterator'].map(member => [state[member], `${place}/${member}`]),
      ...(state.Branches ?? []).map((branch, index) => [branch, `${place}/Branches[${index}]`]),
    ];
    for (const [inner, where] of inside) {
      const found = inner && locate(inner, name, where);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

export function find(machine, name) {
  return locate(machine, name)?.state;
}

/** A definition as text, with a state marked in it and in sight. */
export function definitionText() {
  const element = h('pre', { tabindex: 0, class: 'tall definition', 'aria-label': 'Definition' });

  /** @param {string} [name] none: nothing is marked */
  function show(definition, name) {
    const text = JSON.stringify(definition, null, 2);
    const found = name === undefined ? undefined : locate(definition, name);
    if (!found) {
      element.replaceChildren(text);
      return;
    }
    const lines = text.split('\n');
    const first = lineOf(text, placesIn(text).get(found.place)).line - 1;
    const last = first + JSON.stringify(found.state, null, 2).split('\n').length;
    const mark = h('mark', {}, lines.slice(first, last).join('\n'));
    element.replaceChildren(`${lines.slice(0, first).join('\n')}\n`, mark, `\n${lines.slice(last).join('\n')}`);
    // Once it has a size: it may be made before its page is shown.
    new ResizeObserver((_, observer) => {
      if (element.clientHeight > 0) {
        observer.disconnect();
        element.scrollTop += mark.getBoundingClientRect().top - element.getBoundingClientRect().top - 24;
      }
    }).observe(element);
  }

  return { element, show };
}
