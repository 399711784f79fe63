// Queries that a person keeps under a name, in this browser.

import { recall, remember } from './memory.mjs';

const Name = 'queries';

/** @returns {Record<string, string>} SQL by name */
export function savedQueries() {
  try {
    return JSON.parse(recall(Name) ?? '{}');
  } catch {
    return {};
  }
}

export function saveQuery(name, sql) {
  remember(Name, JSON.stringify({ ...savedQueries(), [name]: sql }));
}

export function forgetQuery(name) {
  const { [name]: _, ...rest } = savedQueries();
  remember(Name, JSON.stringify(rest));
}
