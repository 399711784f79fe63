import { AwsError, ask, call, reach } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { announce, button, fill, h } from './dom.mjs';
import { figure } from './figure.mjs';
import { everySecond } from './items.mjs';
import { moment } from './moment.mjs';
import { table } from './table.mjs';
import { count, pretty, things } from './words.mjs';

const Mappings = '/2015-03-31/event-source-mappings';

// Of 2 to the power of 128.
const HashKeys = 2n ** 128n;

// Of records a second: long enough to be steady, short enough to follow a change.
const RateOver = 10_000;

/** The streams with their shards, the functions that read them, and the records that were not counted. */
export async function streamsPage(_, signal) {
  const views = new Map();
  const found = h('div', {});
  const mappings = table([
    { name: 'Function', header: true, cell: ({ FunctionArn }) => FunctionArn.split(':').at(-1) },
    { name: 'Stream', cell: ({ EventSourceArn }) => EventSourceArn.split('/').at(-1) },
    { name: 'State', cell: ({ State }) => h('span', { class: `chip ${State === 'Enabled' ? 'succeeded' : 'aborted'}` }, State) },
    { name: 'Last result', cell: ({ LastProcessingResult }) => LastProcessingResult },
    { name: 'Batch', number: true, cell: ({ BatchSize, MaximumBatchingWindowInSeconds: seconds }) => `${count(BatchSize)} or ${seconds} s` },
    { name: 'Attempts', number: true, cell: ({ MaximumRetryAttempts: attempts }) => (attempts < 0 ? 'no end' : count(attempts + 1)) },
    { name: '', cell: mapping => button(mapping.State === 'Enabled' ? 'Pause' : 'Go on', () => toggle(mapping), { class: 'small', disabled: /ing$/.test(mapping.State) }) },
  ], { caption: 'Event source mappings', empty: 'No function reads a stream.' });

  const topics = topicsView();

  async function refresh() {
    const { streams } = await ask('streams', {}, signal);
    for (const stream of streams) {
      if (!views.has(stream.name)) {
        views.set(stream.name, streamView(stream.name, refresh));
        found.append(views.get(stream.name).element);
      }
      const summary = (await call('Kinesis', 'DescribeStreamSummary', { StreamName: stream.name }, signal)).StreamDescriptionSummary;
      await views.get(stream.name).show(stream, summary, signal);
    }
    topics.show(await ask('topics', {}, signal));
    mappings.show((await lambda(Mappings, {}, signal)).EventSourceMappings);
  }

  async function toggle({ UUID, State, FunctionArn }) {
    await lambda(`${Mappings}/${UUID}`, { method: 'PUT', body: JSON.stringify({ Enabled: State !== 'Enabled' }) });
    announce(`${FunctionArn.split(':').at(-1)} ${State === 'Enabled' ? 'pauses; records wait in the stream.' : 'goes on where it was.'}`);
    await refresh();
  }

  await everySecond(refresh, signal);
  return { title: 'Streams', body: h('div', {}, h('h1', {}, 'Streams'), found, topics.element, h('section', { class: 'mappings' }, h('h2', {}, 'Who reads them'), mappings.element)) };
}

/** Topics of a Kafka cluster, where one is named: each partition, how far the group is, and what stands in its way. */
function topicsView() {
  const views = new Map();
  const element = h('div', {});

  return {
    element,
    show(found) {
      for (const progress of found) {
        if (!views.has(progress.group)) {
          views.set(progress.group, topicView(progress));
          element.append(views.get(progress.group).element);
        }
        views.get(progress.group).show(progress);
      }
    },
  };
}

function topicView({ topic, group, bootstrap }) {
  const state = h('p', { class: 'hint', role: 'status' });
  const figures = h('dl', { class: 'figures' });
  const name = `Topic ${topic}, read as ${group}`;
  const partitions = table([
    { name: 'Partition', header: true, cell: ({ partition }) => h('code', {}, `${topic}-${partition}`) },
    { name: 'Read by', cell: ({ isReadHere }) => (isReadHere ? 'this process' : 'another member, or nobody') },
    { name: 'Next offset', number: true, cell: ({ next }) => (next === null ? '–' : count(next)) },
    { name: 'End', number: true, cell: ({ end }) => count(end) },
    { name: 'Lag', number: true, cell: ({ lag }) => count(lag) },
  ], { caption: `Partitions of ${topic}, as ${group} reads them`, empty: 'The brokers do not say which partitions there are.' });
  const element = h('article', { class: 'queue', 'aria-labelledby': `topic-${group}` },
    h('h2', { id: `topic-${group}` }, name), state, figures, partitions.element);

  function show({ trouble, partitions: found }) {
    state.className = trouble === null ? 'hint' : 'refused wraps';
    state.textContent = trouble ?? `Kafka at ${bootstrap}. What trucks report comes over this topic, and not over the stream of its name.`;
    fill(figures,
      figure('Records waiting', found.reduce((sum, { lag }) => sum + lag, 0)),
      figure('Partitions read here', found.filter(({ isReadHere }) => isReadHere).length));
    partitions.show(found);
  }

  return { element, show };
}

function streamView(name, changed) {
  const about = h('p', { class: 'hint' });
  const figures = h('dl', { class: 'figures' });
  const seen = [];
  let held = '';
  const shards = table([
    { name: 'Shard', header: true, cell: ({ shardId }) => h('code', {}, shardId) },
    { name: 'State', cell: ({ isOpen }) => (isOpen ? 'open' : 'closed') },
    { name: 'Share of the keys', number: true, cell: shard => share(shard) },
    { name: 'Records waiting', number: true, cell: ({ waiting }) => (waiting === undefined ? '–' : count(waiting)) },
    { name: 'Iterator age', number: true, cell: ({ ageSeconds }) => (ageSeconds === undefined ? '–' : `${count(Math.round(ageSeconds))} s`) },
  ], { caption: `Shards of ${name}` });
  const setAside = table([
    { name: 'Kind', header: true, cell: ({ kind }) => kind },
    { name: 'Arrived', cell: ({ arrivedAt }) => moment(arrivedAt) },
    { name: 'Reason', cell: ({ reason }) => h('p', { class: 'refused wraps' }, reason) },
    { name: 'Records', number: true, cell: ({ records }) => count(records) },
    { name: 'Payload', cell: ({ key, payload }) => h('details', {}, h('summary', {}, (payload ?? key).slice(0, 32)), h('pre', { tabindex: 0 }, payload === null ? key : pretty(payload))) },
    { name: '', cell: one => one.records > 0 && button('Send again …', () => sendAgain(one, changed), { class: 'small' }) },
  ], { caption: `Records of ${name} that were not counted`, size: 10 });
  const aside = h('section', { hidden: true, 'aria-label': `Not counted in ${name}` }, h('h3', {}, 'Not counted'), setAside.element);
  const element = h('article', { class: 'queue', 'aria-labelledby': `stream-${name}` },
    h('h2', { id: `stream-${name}` }, name), about, figures, shards.element, aside);

  async function show({ shards: found, readers, refused, late, givenUp, taken }, { StreamStatus, RetentionPeriodHours }, signal) {
    about.textContent = `${StreamStatus}, ${things(found.filter(({ isOpen }) => isOpen).length, 'open shard')}, records are kept ${RetentionPeriodHours} hours.`;
    fill(figures,
      figure('Records a second', rate(taken)), figure('Records taken', taken),
      figure('Refused', refused), figure('Too late', late), figure('Batches given up', givenUp));
    // What reads a shard slowest says how far behind it is.
    shards.show(found.map(shard => ({
      ...shard,
      ...readers.filter(({ shardId }) => shardId === shard.shardId).toSorted((one, other) => other.ageSeconds - one.ageSeconds)[0],
    })));
    aside.hidden = refused + late + givenUp === 0;
    const now = `${refused} ${late} ${givenUp}`;
    if (now !== held) {
      held = now;
      setAside.show(aside.hidden ? [] : await ask('set-aside', { stream: name }, signal));
    }
  }

  function rate(taken) {
    const now = performance.now();
    seen.push({ at: now, taken });
    while (seen.length > 2 && now - seen[1].at >= RateOver) {
      seen.shift();
    }
    const [first] = seen;
    return now === first.at ? 0 : Math.round((taken - first.taken) / (now - first.at) * 1000);
  }

  return { element, show };
}

/** What was one record can be mended before; a batch goes as it is. */
function sendAgain({ key, kind, payload, records }, changed) {
  const text = payload !== null && h('textarea', { rows: 12, spellcheck: false, 'aria-label': 'Payload' });
  if (text) {
    text.value = payload;
  }
  dialog({ title: records === 1 ? 'Send this record again?' : `Send these ${count(records)} records again?`, action: 'Send again' },
    [
      h('p', { class: 'wraps' }, h('code', {}, key)),
      h('p', {}, kind === 'late'
        ? 'The event is more than a day old: it is set aside again unless its time is mended.'
        : 'It goes into the stream again and counts once, however often it is sent, because an event has its own id.'),
      text,
    ].filter(Boolean),
    async () => {
      // A payload that nobody touched goes byte by byte.
      const mended = text && text.value !== payload ? { payload: text.value } : {};
      const { records: sent } = await ask('resend', { key, ...mended }, undefined, 'POST');
      announce(`${things(sent, 'record')} sent again.`);
      await changed();
    });
}

function share({ first, last }) {
  const part = BigInt(last) - BigInt(first) + 1n;
  return `${Number(part * 1000n / HashKeys) / 10} %`;
}

async function lambda(path, request = {}, signal = undefined) {
  const response = await reach(path, { ...request, signal });
  const answer = await response.json();
  if (!response.ok) {
    throw new AwsError(response.headers.get('x-amzn-errortype') ?? String(response.status), answer.Message ?? answer.message);
  }
  return answer;
}
