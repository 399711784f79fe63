import { ask } from './aws.mjs';
import { fill, h } from './dom.mjs';
import { onChange, onDemand } from './live.mjs';
import { enliven } from './tables.mjs';

/** Routes and low stock of the last dispatch, as the report shows them. */
export async function dispatchPage(_, signal) {
  const shown = h('div', {});

  const refresh = onDemand(async () => {
    const page = new DOMParser().parseFromString(await ask('dispatch', {}, signal, 'POST'), 'text/html');
    fill(shown, [...page.body.children].map(part => document.adoptNode(part)));
    enliven(shown);
  }, signal);

  onChange(['dispatch'], refresh, signal);
  await refresh();
  return { title: 'Last dispatch', body: h('div', {}, h('h1', {}, 'Last dispatch'), shown) };
}
