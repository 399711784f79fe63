import { ask } from './aws.mjs';
import { announce, button, fill, h } from './dom.mjs';
import { everySecond, scan } from './items.mjs';
import { moment, when } from './moment.mjs';
import { table } from './table.mjs';

/** What the detectors found: open first, then the newest. */
export async function alertsPage(_, signal) {
  const facts = h('p', { class: 'facts' });
  const alerts = table([
    { name: 'Of', header: true, cell: ({ k }) => (k.startsWith('truck#') ? h('a', { href: `#/fleet/${encodeURIComponent(k.slice('truck#'.length))}` }, k) : k) },
    { name: 'What', cell: ({ kind }) => kind },
    { name: 'State', cell: ({ status }) => h('span', { class: `chip ${status === 'open' ? 'failed' : 'succeeded'}` }, status) },
    { name: 'Acknowledged', cell: alert => acknowledgement(alert) },
    { name: 'Opened', cell: ({ opened_at: at }) => moment(at) },
    { name: 'Cleared', cell: ({ cleared_at: at }) => moment(at) },
    { name: 'Value', number: true, cell: ({ value }) => Math.round(value * 10) / 10 },
    { name: 'Told to', cell: ({ audiences, notified }) => (notified ? audiences.split(',').join(', ') : h('span', { class: 'refused' }, 'nobody yet')) },
  ], { caption: 'Alerts', empty: 'Nothing was found.' });

  async function refresh() {
    const found = await scan('alerts', signal);
    const open = found.filter(({ status }) => status === 'open');
    const unseen = open.filter(({ acknowledged_at: at }) => !at).length;
    fill(facts, h('span', {}, `${open.length} open`), h('span', {}, `${unseen} of them not acknowledged`), h('span', {}, `${found.length - open.length} cleared`));
    alerts.show(found.sort((one, other) => one.status === other.status
      ? other.opened_at.localeCompare(one.opened_at)
      : one.status === 'open' ? -1 : 1));
  }

  function acknowledgement({ alert_id: id, k, kind, status, acknowledged_at: at, acknowledged_by: by }) {
    if (at) {
      return `${when(at)} by ${by}`;
    }
    return status === 'open' ? button('Acknowledge', () => acknowledge(id, `${kind} of ${k}`), { class: 'small' }) : '–';
  }

  async function acknowledge(id, what) {
    await ask('acknowledge', { id }, undefined, 'POST');
    announce(`${what} is acknowledged. It stays open until it is over.`);
    await refresh();
  }

  await everySecond(refresh, signal);
  return { title: 'Alerts', body: h('div', {}, h('h1', {}, 'Alerts'), facts, alerts.element) };
}
