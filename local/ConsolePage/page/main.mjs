// The console: one page, whose part after # says what it shows.

import { alertsPage } from './alerts.mjs';
import { announce, entitle, fill, h } from './dom.mjs';
import { listen } from './live.mjs';
import { dispatchPage } from './dispatch.mjs';
import { copyPage, editPage } from './edit.mjs';
import { executionPage } from './execution.mjs';
import { executionsPage } from './executions.mjs';
import { fleetPage } from './fleet.mjs';
import { machinePage, machinesPage } from './machines.mjs';
import { queryPage } from './query.mjs';
import { queuesPage } from './queues.mjs';
import { shopsPage } from './shops.mjs';
import { streamsPage } from './streams.mjs';

const pages = {
  executions: executionsPage,
  execution: executionPage,
  machines: machinesPage,
  machine: machinePage,
  edit: editPage,
  copy: copyPage,
  dispatch: dispatchPage,
  queues: queuesPage,
  fleet: fleetPage,
  shops: shopsPage,
  alerts: alertsPage,
  streams: streamsPage,
  query: queryPage,
};

const content = document.querySelector('main');
let leaving = new AbortController();

/** A page is `(argument, signal) => { title, body }`; what it listens to ends with the signal. */
async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [, name = 'executions', escaped = ''] = location.hash.split('/');
  const argument = decodeURIComponent(escaped);
  const page = Object.hasOwn(pages, name) ? pages[name] : pages.executions;
  const isFirst = content.childElementCount === 0;

  content.setAttribute('aria-busy', 'true');
  try {
    await listen(name === 'execution' ? argument : undefined);
    const { title, body } = await page(argument, signal);
    if (!signal.aborted) {
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
  if (!isFirst) {
    content.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function markPlace(name) {
  const section = { execution: 'executions', machine: 'machines', edit: 'machines', copy: 'machines' }[name] ?? name;
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
addEventListener('hashchange', show);
addEventListener('unhandledrejection', event => {
  event.preventDefault();
  if (event.reason?.name !== 'AbortError') {
    announce(event.reason?.message ?? String(event.reason), 'trouble');
  }
});

show();
