// What the console remembers in this browser; one that keeps nothing for pages works without.

/** The text kept under a name; undefined where there is none. */
export function recall(name) {
  try {
    return localStorage.getItem(`console.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text under a name. */
export function remember(name, text) {
  try {
    localStorage.setItem(`console.${name}`, text);
  } catch {
    // Private windows may refuse; the next visit then starts afresh.
  }
}
