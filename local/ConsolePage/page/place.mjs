// Where a person is: the page's address after #, such as #/executions?status=FAILED. What a page shows stands in it, so that
// Back, reload and a link that is sent to somebody lead to the same.

/** @returns {{ name: string, argument: string, query: URLSearchParams }} */
export function here() {
  const [path, query] = location.hash.split(/\?(.*)/s);
  const [, name = '', argument = ''] = path.split('/');
  return { name: name || 'executions', argument: decode(argument), query: new URLSearchParams(query) };
}

/** An address, with what of the query is not empty. */
export function link(name, argument, query = {}) {
  const path = argument ? `#/${name}/${encodeURIComponent(argument)}` : `#/${name}`;
  const text = String(new URLSearchParams(Object.entries(query).filter(([, value]) => value)));
  return text ? `${path}?${text}` : path;
}

/**
 * Changes the query of the address while the page stays. An empty value is left out.
 * @param {Record<string, string | undefined>} changes
 * @param {{ isStep?: boolean }} options isStep: Back leads to the address before the change
 */
export function note(changes, { isStep = false } = {}) {
  const { name, argument, query } = here();
  const next = link(name, argument, { ...Object.fromEntries(query), ...changes });
  // The page without an address of its own is the list of executions.
  if (next !== (location.hash || '#/executions')) {
    history[isStep ? 'pushState' : 'replaceState'](null, '', next);
  }
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
