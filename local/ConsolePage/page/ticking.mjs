import { h } from './dom.mjs';
import { between, duration } from './words.mjs';

/** How long something took; while it runs, how long it has run, counted on the page. */
export function elapsed(start, stop) {
  return stop
    ? h('span', {}, duration(between(start, stop)))
    : h('span', { 'data-since': start }, duration(Math.max(0, between(start))));
}

/** Moves the counts that run, once a second, until the signal aborts. */
export function tick(root, signal) {
  const timer = setInterval(() => {
    for (const element of root.querySelectorAll('[data-since]')) {
      element.textContent = duration(Math.max(0, between(Number(element.dataset.since))));
    }
  }, 1000);
  signal.addEventListener('abort', () => clearInterval(timer));
}
