import { AwsError, call } from './aws.mjs';
import { announce, button, fill, h } from './dom.mjs';
import { everySecond } from './items.mjs';
import { table } from './table.mjs';
import { count } from './words.mjs';

const Mappings = '/2015-03-31/event-source-mappings';

// Of 2 to the power of 128.
const HashKeys = 2n ** 128n;

/** The streams with their shards, and the functions that read them. */
export async function streamsPage(_, signal) {
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

  async function refresh() {
    const { StreamNames } = await call('Kinesis', 'ListStreams', {}, signal);
    const streams = await Promise.all(StreamNames.map(async name => ({
      name,
      ...(await call('Kinesis', 'DescribeStreamSummary', { StreamName: name }, signal)).StreamDescriptionSummary,
      shards: (await call('Kinesis', 'ListShards', { StreamName: name }, signal)).Shards,
    })));
    fill(found, streams.map(streamView));
    mappings.show((await lambda(Mappings, {}, signal)).EventSourceMappings);
  }

  async function toggle({ UUID, State, FunctionArn }) {
    await lambda(`${Mappings}/${UUID}`, { method: 'PUT', body: JSON.stringify({ Enabled: State !== 'Enabled' }) });
    announce(`${FunctionArn.split(':').at(-1)} ${State === 'Enabled' ? 'pauses; records wait in the stream.' : 'goes on where it was.'}`);
    await refresh();
  }

  await everySecond(refresh, signal);
  return { title: 'Streams', body: h('div', {}, h('h1', {}, 'Streams'), found, h('section', {}, h('h2', {}, 'Who reads them'), mappings.element)) };
}

function streamView({ name, StreamStatus, OpenShardCount, RetentionPeriodHours, shards }) {
  const rows = table([
    { name: 'Shard', header: true, cell: ({ ShardId }) => h('code', {}, ShardId) },
    { name: 'State', cell: ({ SequenceNumberRange }) => (SequenceNumberRange.EndingSequenceNumber ? 'closed' : 'open') },
    { name: 'Share of the keys', number: true, cell: ({ HashKeyRange }) => share(HashKeyRange) },
    { name: 'From', cell: ({ ParentShardId, AdjacentParentShardId }) => [ParentShardId, AdjacentParentShardId].filter(Boolean).join(' and ') || '–' },
  ], { caption: `Shards of ${name}` });
  rows.show(shards);
  return h('article', { class: 'queue', 'aria-labelledby': `stream-${name}` },
    h('h2', { id: `stream-${name}` }, name),
    h('p', { class: 'hint' }, `${StreamStatus}, ${OpenShardCount} open, records are kept ${RetentionPeriodHours} hours.`),
    rows.element);
}

function share({ StartingHashKey, EndingHashKey }) {
  const part = BigInt(EndingHashKey) - BigInt(StartingHashKey) + 1n;
  return `${Number(part * 1000n / HashKeys) / 10} %`;
}

async function lambda(path, request = {}, signal = undefined) {
  const response = await fetch(path, { ...request, signal });
  const answer = await response.json();
  if (!response.ok) {
    throw new AwsError(response.headers.get('x-amzn-errortype') ?? String(response.status), answer.Message ?? answer.message);
  }
  return answer;
}
