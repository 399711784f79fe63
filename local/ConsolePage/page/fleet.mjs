import { ask } from './aws.mjs';
import { fill, h } from './dom.mjs';
import { fleetMap } from './fleet-map.mjs';
import { everySecond, newest, scan } from './items.mjs';
import { moment, when } from './moment.mjs';
import { lineChart } from './svg.mjs';
import { table } from './table.mjs';
import { count, things } from './words.mjs';

// As the detectors: nothing for so long, while on its route.
const SilentAfter = 5 * 60_000;
const MinutesShown = 120;
const WarmAbove = 8;

/**
 * Where the trucks are now, what is wrong with them, and one of them in detail.
 * @param {string} chosen a truck's id, of the page's address
 */
export async function fleetPage(chosen, signal) {
  const map = fleetMap();
  const routes = new Map();
  const facts = h('p', { class: 'facts' });
  const picture = h('div', {});
  const detail = h('aside', { 'aria-live': 'off', 'aria-label': 'The chosen truck' });
  const trucks = table([
    { name: 'Truck', header: true, cell: ({ truck_id: id }) => h('a', { href: `#/fleet/${encodeURIComponent(id)}`, 'aria-current': id === chosen && 'true' }, id) },
    { name: 'State', cell: ({ state, words }) => h('span', { class: `chip ${state}` }, words) },
    { name: 'Cargo °C', number: true, cell: ({ cargo_c: cargo }) => number(cargo) },
    { name: 'km/h', number: true, cell: ({ speed_kmh: speed }) => number(speed) },
    { name: 'Next stop', cell: ({ next_stop: next }) => next ?? '–' },
    { name: 'km to it', number: true, cell: ({ next_km: km }) => number(km) },
    { name: 'There at', cell: ({ next_at: at, next_stop: next }) => (next ? moment(at) : '–') },
    { name: 'Stops left', number: true, cell: ({ stops_left: left }) => number(left) },
    { name: 'Reported', cell: ({ recorded_at: at }) => moment(at) },
  ], { caption: 'Trucks', empty: 'No truck has reported yet.', size: 25 });

  async function refresh() {
    const [found, alerts] = await Promise.all([scan('trucks', signal), scan('alerts', signal)]);
    const open = Map.groupBy(alerts.filter(({ status }) => status === 'open'), ({ k }) => k);
    const rows = found.map(truck => ({ ...truck, isMoving: truck.speed_kmh > 0 && isReporting(truck), ...judged(truck, open.get(truck.k) ?? []) }))
      .sort((one, other) => one.rank - other.rank || one.truck_id.localeCompare(other.truck_id));
    const truck = rows.find(({ truck_id: id }) => id === chosen);
    const route = truck?.route_id && await routeOf(truck.route_id);

    fill(facts,
      h('span', {}, things(rows.length, 'truck')),
      h('span', {}, things(rows.filter(({ isMoving }) => isMoving).length, 'truck'), ' moving'),
      h('span', {}, things([...open.values()].flat().length, 'open alert')));
    fill(picture, map.draw(rows, new Set(open.keys()), {
      width: picture.clientWidth || document.querySelector('main').clientWidth, route, chosen, choose: id => { location.hash = `#/fleet/${encodeURIComponent(id)}`; },
    }));
    trucks.show(rows);
    fill(detail, await detailOf(truck, open, signal));
  }

  // A route never changes.
  async function routeOf(id) {
    if (!routes.has(id)) {
      const route = await ask('route', { id }, signal);
      if (!route.stops) {
        return undefined;
      }
      routes.set(id, route);
    }
    return routes.get(id);
  }

  await everySecond(refresh, signal);
  return {
    title: chosen ? `${chosen} · Fleet` : 'Fleet',
    body: h('div', {}, h('h1', {}, 'Fleet'), facts, h('div', { class: 'fleet' }, picture, detail), h('section', {}, h('h2', {}, 'All trucks'), trucks.element)),
  };
}

async function detailOf(truck, open, signal) {
  if (!truck) {
    return [h('h2', {}, 'No truck chosen'), h('p', { class: 'hint' }, 'Choose one on the map or in the table: its route and its last two hours are shown here.')];
  }
  const minutes = await newest('minutes', 'k', truck.k, MinutesShown, signal);
  const points = (field, scale) => minutes.map(row => ({ at: new Date(`${row.m}:00Z`), value: row[`${field}_sum`] / row[`${field}_n`] / scale }));
  return [
    h('div', { class: 'panel-head' }, h('h2', {}, truck.truck_id), h('a', { href: '#/fleet' }, 'All trucks')),
    h('p', {}, h('span', { class: `chip ${truck.state}` }, truck.words)),
    h('dl', { class: 'pairs' },
      pair('Route', truck.route_id),
      pair('Next stop', truck.next_stop && `${truck.next_stop}, ${number(truck.next_km)} km`),
      pair('Left', truck.left_km !== undefined && `${things(truck.stops_left, 'stop')}, ${number(truck.left_km)} km`),
      pair('Reported', moment(truck.recorded_at))),
    lineChart({ title: 'Cargo', unit: '°C', points: points('cargo_mc', 1000), limit: WarmAbove }),
    lineChart({ title: 'Speed', unit: 'km/h', points: points('speed_mh', 1000) }),
    lineChart({ title: 'Engine', unit: '°C', points: points('engine_mc', 1000) }),
    (open.get(truck.k) ?? []).map(alert => h('p', { class: 'refused' }, `${alert.kind} since ${when(alert.opened_at)}`)),
  ];
}

function isReporting({ recorded_at: at }) {
  return Date.now() - Date.parse(at) <= SilentAfter;
}

function judged(truck, alerts) {
  if (alerts.length > 0) {
    return { rank: 0, state: 'failed', words: alerts.map(({ kind }) => kind).join(', ') };
  }
  if (!isReporting(truck)) {
    return { rank: 2, state: 'aborted', words: 'not reporting' };
  }
  return truck.speed_kmh > 0 ? { rank: 1, state: 'running', words: 'moving' } : { rank: 1, state: 'succeeded', words: 'standing' };
}

function pair(name, value) {
  return value && h('div', {}, h('dt', {}, name), h('dd', {}, value));
}

function number(value) {
  return value === undefined ? '–' : count(Math.round(value * 10) / 10);
}
