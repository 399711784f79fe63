// The console: one page, whose part after # says what it shows.

import { alertsPage } from './alerts.mjs';
import { Unreachable } from './aws.mjs';
import { comparePage } from './compare.mjs';
import { dispatchPage } from './dispatch.mjs';
import { announce, entitle, fill, h, silence } from './dom.mjs';
import { copyPage, editPage } from './edit.mjs';
import { executionPage } from './execution.mjs';
import { executionsPage } from './executions.mjs';
import { fleetPage } from './fleet.mjs';
import { listen, onChange } from './live.mjs';
import { machinePage, machinesPage } from './machines.mjs';
import { zoneButton } from './moment.mjs';
import { here } from './place.mjs';
import { pricesPage } from './prices.mjs';
import { queryPage } from './query.mjs';
import { queuesPage } from './queues.mjs';
import { shopsPage } from './shops.mjs';
import { streamsPage } from './streams.mjs';
import { warehousePage } from './warehouse.mjs';

const pages = {
  executions: executionsPage,
  execution: executionPage,
  compare: comparePage,
  machines: machinesPage,
  machine: machinePage,
  edit: editPage,
  copy: copyPage,
  dispatch: dispatchPage,
  queues: queuesPage,
  fleet: fleetPage,
  shops: shopsPage,
  prices: pricesPage,
  alerts: alertsPage,
  streams: streamsPage,
  query: queryPage,
  warehouse: warehousePage,
};

const content = document.querySelector('main');
let leaving = new AbortController();
let shown;

/**
 * A page is `(argument, signal, query) => { title, body, restore? }`; what it listens to ends with the signal. One that can
 * go to another query of its address without being built anew says so with `restore(query)`.
 */
async function show() {
  const { name, argument, query } = here();
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
  const page = Object.hasOwn(pages, name) ? pages[name] : pages.executions;
  const isFirst = content.childElementCount === 0;
  const isElsewhere = shown?.name !== name || shown.argument !== argument;
  shown = undefined;

  content.setAttribute('aria-busy', 'true');
  try {
    await listen(name === 'execution' ? argument : undefined);
    const { title, body, restore } = await page(argument, signal, query);
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
  const { name, argument, query } = here();
  return build(name, argument, query);
}

function markPlace(name) {
  const section = { execution: 'executions', compare: 'executions', machine: 'machines', edit: 'machines', copy: 'machines' }[name] ?? name;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${section}`) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

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
