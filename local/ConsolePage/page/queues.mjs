import { ask, call } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { announce, button, fill, h } from './dom.mjs';
import { figure } from './figure.mjs';
import { onChange, onDemand } from './live.mjs';
import { moment } from './moment.mjs';
import { table } from './table.mjs';
import { count, nameOf, pretty } from './words.mjs';

/** The queues with their depths; a queue's messages as they stand, without receiving them. */
export async function queuesPage(_, signal) {
  const views = new Map();
  const found = h('div', { class: 'queues' });

  const refresh = onDemand(async () => {
    const { QueueUrls = [] } = await call('SQS', 'ListQueues', {}, signal);
    const queues = await Promise.all(QueueUrls.map(async url => {
      const { Attributes } = await call('SQS', 'GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] }, signal);
      return { url, name: nameOf(url), ...Attributes };
    }));
    // A queue comes before the one behind it.
    const isBehind = queue => queues.some(one => deadLettersOf(one) === queue.QueueArn);
    for (const queue of queues.toSorted((one, other) => isBehind(one) - isBehind(other))) {
      if (!views.has(queue.name)) {
        views.set(queue.name, queueView(queue, signal));
        found.append(views.get(queue.name).element);
      }
      await views.get(queue.name).show(queue, queues.filter(one => deadLettersOf(one) === queue.QueueArn));
    }
  }, signal);

  onChange(['queue'], refresh, signal);
  await refresh();
  return { title: 'Queues', body: h('div', {}, h('h1', {}, 'Queues'), found) };
}

function deadLettersOf({ RedrivePolicy }) {
  return RedrivePolicy && JSON.parse(RedrivePolicy).deadLetterTargetArn;
}

function queueView({ name, url, QueueArn: arn }, signal) {
  const depths = h('dl', { class: 'figures' });
  const actions = h('div', { class: 'actions' });
  const about = h('p', { class: 'hint' });
  const messages = table([
    { name: 'Message', header: true, cell: ({ id }) => h('code', {}, id.slice(0, 8)) },
    { name: 'Sent', cell: ({ sentAt }) => moment(sentAt) },
    { name: 'Standing', cell: ({ standing }) => standing },
    { name: 'Received', number: true, cell: ({ receives }) => count(receives) },
    { name: 'Why it came back', cell: ({ failure }) => failure && h('p', { class: 'refused wraps' }, failure) },
    { name: 'Body', cell: ({ body }) => h('details', {}, h('summary', {}, body.slice(0, 60)), h('pre', { tabindex: 0 }, pretty(body))) },
  ], { caption: `Messages of ${name}`, empty: 'No messages.', size: 20 });
  const element = h('article', { class: 'queue', 'aria-labelledby': `queue-${name}` },
    h('div', { class: 'heading' }, h('h2', { id: `queue-${name}` }, name), actions), about, depths, messages.element);

  async function show(queue, sources) {
    const [visible, inFlight, delayed] = ['', 'NotVisible', 'Delayed'].map(which => Number(queue[`ApproximateNumberOfMessages${which}`]));
    fill(depths, figure('Waiting', visible), figure('In flight', inFlight), figure('Delayed', delayed));
    about.textContent = sources.length > 0
      ? `Dead letters of ${sources.map(one => one.name).join(', ')}: messages given up on.`
      : deadLettersOf(queue)
        ? `After ${JSON.parse(queue.RedrivePolicy).maxReceiveCount} receives a message goes to ${nameOf(deadLettersOf(queue))}.`
        : '';
    const total = visible + inFlight + delayed;
    fill(actions,
      sources.length > 0 && button('Redrive', redrive, { class: 'primary', disabled: total === 0 }),
      button('Purge', () => purge(name, url), { class: 'danger', disabled: total === 0 }));
    messages.element.hidden = total === 0;
    messages.show(total > 0 ? await ask('messages', { queue: name }, signal) : []);
  }

  async function redrive() {
    await call('SQS', 'StartMessageMoveTask', { SourceArn: arn });
    announce(`Messages of ${name} are on their way back.`);
  }

  return { element, show };
}

function purge(name, url) {
  dialog({ title: `Purge ${name}?`, action: 'Purge queue', danger: true },
    [h('p', {}, 'All its messages are deleted for good.')],
    () => call('SQS', 'PurgeQueue', { QueueUrl: url }));
}
