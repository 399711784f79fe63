// The console: one page, whose part after # says what it shows.

import { alertsPage } from './alerts.mjs';
import { comparePage } from './compare.mjs';
import { dispatchPage } from './dispatch.mjs';
import { copyPage, editPage } from './edit.mjs';
import { executionPage } from './execution.mjs';
import { executionsPage } from './executions.mjs';
import { fleetPage } from './fleet.mjs';
import { machinePage, machinesPage } from './machines.mjs';
import { pricesPage } from './prices.mjs';
import { queryPage } from './query.mjs';
import { queuesPage } from './queues.mjs';
import { showPages } from './router.mjs';
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

showPages(pages, {
  sections: { execution: 'executions', compare: 'executions', machine: 'machines', edit: 'machines', copy: 'machines' },
  watched: (name, argument) => (name === 'execution' ? argument : undefined),
});
