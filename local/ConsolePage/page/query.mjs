import { ask, call } from './aws.mjs';
import { button, fill, h } from './dom.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { bytes, duration, things, when } from './words.mjs';

const Database = 'streaming_analytics';
const WorkGroup = 'streaming-analytics';

const samples = {
  'Latest readings': `SELECT store_id, product_id, on_hand, reorder_point, recorded_at
FROM inventory
ORDER BY recorded_at DESC
LIMIT 100`,
  'Stock by store': `SELECT s.name, count(*) AS products, sum(i.on_hand) AS units
FROM (
  SELECT store_id, product_id, max_by(on_hand, recorded_at) AS on_hand
  FROM inventory
  GROUP BY store_id, product_id
) AS i
JOIN stores AS s ON s.store_id = i.store_id
GROUP BY s.name
ORDER BY units`,
  'On the road': `SELECT truck_id, route_id, count(*) AS lines, sum(quantity) AS units
FROM dispatches
GROUP BY truck_id, route_id
ORDER BY truck_id`,
  Tables: 'SHOW TABLES',
};

/** Asks Athena, shows the answer, and keeps what was asked before at hand. */
export async function queryPage(_, signal) {
  const sql = h('textarea', { id: 'sql', rows: 8, spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'sql-hint' }, samples['Latest readings']);
  const run = button('Run', runQuery, { class: 'primary' });
  const said = h('div', { class: 'answer', 'aria-live': 'polite' });
  const answer = h('div', {});
  const before = table([
    { name: 'Query', header: true, cell: one => h('button', { type: 'button', class: 'link sql', onclick: () => put(one.Query) }, one.Query.trim().slice(0, 90)) },
    { name: 'Status', cell: ({ Status }) => chip(Status.State) },
    { name: 'Submitted', cell: ({ Status }) => when(Status.SubmissionDateTime) },
    { name: 'Time', number: true, cell: ({ Statistics }) => duration(Statistics?.TotalExecutionTimeInMillis ?? 0) },
    { name: 'Scanned', number: true, cell: ({ Statistics }) => bytes(Statistics?.DataScannedInBytes ?? 0) },
  ], { caption: 'Queries so far', size: 10 });

  function put(text) {
    sql.value = text;
    sql.focus();
  }

  async function runQuery() {
    fill(said, chip('RUNNING'));
    fill(answer);
    const { QueryExecutionId } = await call('Athena', 'StartQueryExecution', {
      QueryString: sql.value, WorkGroup, QueryExecutionContext: { Database },
    }, signal).catch(error => {
      fill(said, h('p', { class: 'trouble', role: 'alert' }, error.message));
      throw error;
    });
    // One request that is answered when the query has ended.
    const execution = await ask('query', { id: QueryExecutionId }, signal);
    await showAnswer(execution);
    await showBefore();
  }

  async function showAnswer({ QueryExecutionId, Status, Statistics }) {
    fill(said, h('p', { class: 'facts' }, chip(Status.State),
      h('span', {}, `took ${duration(Statistics?.TotalExecutionTimeInMillis ?? 0)}`),
      h('span', {}, `scanned ${bytes(Statistics?.DataScannedInBytes ?? 0)}`)),
    Status.StateChangeReason && h('p', { class: 'trouble', role: 'alert' }, Status.StateChangeReason));
    if (Status.State === 'SUCCEEDED') {
      await showRows(QueryExecutionId);
    }
  }

  async function showRows(QueryExecutionId) {
    const first = await call('Athena', 'GetQueryResults', { QueryExecutionId, MaxResults: 1000 }, signal);
    const columns = first.ResultSet.ResultSetMetadata.ColumnInfo;
    const isHeader = ({ Data }) => Data.every((cell, index) => cell.VarCharValue === columns[index].Name);
    const rows = first.ResultSet.Rows.slice(first.ResultSet.Rows.length > 0 && isHeader(first.ResultSet.Rows[0]) ? 1 : 0);
    const shown = table(columns.map(({ Name, Type }, index) => ({
      name: Name,
      number: /int|double|decimal|float|real/.test(Type),
      cell: ({ Data }) => Data[index]?.VarCharValue ?? h('span', { class: 'null' }, 'null'),
    })), { caption: 'Result', empty: 'No rows.', size: 100 });
    let nextToken = first.NextToken;
    const more = button('More rows', async () => {
      const page = await call('Athena', 'GetQueryResults', { QueryExecutionId, MaxResults: 1000, NextToken: nextToken }, signal);
      rows.push(...page.ResultSet.Rows);
      nextToken = page.NextToken;
      draw();
    });
    const found = h('p', { class: 'hint' });

    function draw() {
      shown.show(rows);
      more.hidden = !nextToken;
      found.textContent = nextToken ? `The first ${things(rows.length, 'row')}` : things(rows.length, 'row');
    }

    draw();
    fill(answer, found, shown.element, more);
  }

  async function showBefore() {
    const { QueryExecutionIds } = await call('Athena', 'ListQueryExecutions', { WorkGroup, MaxResults: 50 }, signal);
    const executions = await Promise.all(QueryExecutionIds.map(async QueryExecutionId =>
      (await call('Athena', 'GetQueryExecution', { QueryExecutionId }, signal)).QueryExecution));
    before.show(executions);
  }

  sql.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      run.click();
    }
  });
  await showBefore();
  const body = h('div', {},
    h('h1', {}, 'Query'),
    h('section', { 'aria-label': 'Query' },
      h('div', { class: 'editor-head' }, h('label', { for: 'sql' }, 'SQL'),
        h('div', { class: 'samples' }, Object.entries(samples).map(([name, text]) => h('button', { type: 'button', class: 'small', onclick: () => put(text) }, name)))),
      sql,
      h('div', { class: 'actions' }, run, h('p', { id: 'sql-hint', class: 'hint' }, `Ctrl+Enter runs it on ${Database}.`)),
      said, answer),
    h('section', { 'aria-labelledby': 'asked' }, h('h2', { id: 'asked' }, 'Asked before'), before.element));
  return { title: 'Query', body };
}
