// What happens on the road and in the shops, by the console's own pages.

import { alertsPage } from './alerts.mjs';
import { fleetPage } from './fleet.mjs';
import { showPages } from './router.mjs';
import { shopsPage } from './shops.mjs';

showPages({ fleet: fleetPage, shops: shopsPage, alerts: alertsPage });
