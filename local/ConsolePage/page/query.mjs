import { ask, call } from './aws.mjs';
import { identifier } from './copy.mjs';
import { dialog } from './dialog.mjs';
import { button, fill, h } from './dom.mjs';
import { lakeTables } from './lake-tables.mjs';
import { moment } from './moment.mjs';
import { link, note } from './place.mjs';
import { forgetQuery, saveQuery, savedQueries } from './saved-queries.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { bytes, duration, things } from './words.mjs';

const Database = 'streaming_analytics';

// The console's own first; clients that name none ask in the other.
const workGroups = ['streaming-analytics', 'primary'];

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

/**
 * Asks Athena, shows the answer, and keeps what was asked before, by whatever client, at hand. The query that is shown stands
 * in the address.
 */
export async function queryPage(_, signal, query) {
  const sql = h('textarea', { id: 'sql', rows: 10, spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'sql-hint' }, samples['Latest readings']);
  const run = button('Run', runQuery, { class: 'primary' });
  const cancel = button('Cancel', cancelQuery, { hidden: true });
  const said = h('div', { class: 'answer', 'aria-live': 'polite' });
  const answer = h('div', { class: 'rows' });
  const saved = h('div', { class: 'samples' });
  const before = table([
    { name: 'Query', header: true, cell: one => h('a', { class: 'sql', href: link('query', '', { id: one.QueryExecutionId }) }, one.Query.trim().replaceAll(/\s+/g, ' ').slice(0, 90)) },
    { name: 'Status', by: ({ Status }) => Status.State, cell: ({ Status }) => chip(Status.State) },
    { name: 'Workgroup', by: ({ WorkGroup }) => WorkGroup, cell: ({ WorkGroup }) => WorkGroup },
    { name: 'Submitted', by: ({ Status }) => Status.SubmissionDateTime, cell: ({ Status }) => moment(Status.SubmissionDateTime) },
    { name: 'Time', number: true, by: timeOf, cell: one => duration(timeOf(one)) },
    { name: 'Scanned', number: true, by: scannedOf, cell: one => bytes(scannedOf(one)) },
  ], { caption: 'Queries so far', size: 10 });
  let running;

  function put(text) {
    sql.value = text;
    sql.focus();
  }

  function insert(word) {
    sql.setRangeText(word, sql.selectionStart, sql.selectionEnd, 'end');
    sql.focus();
  }

  async function runQuery() {
    fill(said, chip('RUNNING'));
    fill(answer);
    const { QueryExecutionId } = await call('Athena', 'StartQueryExecution', {
      QueryString: sql.value, WorkGroup: workGroups[0], QueryExecutionContext: { Database },
    }, signal).catch(error => {
      fill(said, h('p', { class: 'trouble', role: 'alert' }, error.message));
      throw error;
    });
    note({ id: QueryExecutionId }, { isStep: true });
    await follow(QueryExecutionId);
    await showBefore();
  }

  /** Shows a query once it has ended; until then it can be cancelled. */
  async function follow(id) {
    running = id;
    cancel.hidden = false;
    try {
      // One request that is answered when the query has ended.
      const execution = await ask('query', { id }, signal);
      if (running === id) {
        await showAnswer(execution);
      }
    } finally {
      if (running === id) {
        running = undefined;
        cancel.hidden = true;
      }
    }
  }

  async function cancelQuery() {
    if (running) {
      await call('Athena', 'StopQueryExecution', { QueryExecutionId: running });
    }
  }

  async function showAnswer({ QueryExecutionId, Status, Statistics }) {
    const isTable = Status.State === 'SUCCEEDED';
    fill(said, h('p', { class: 'facts' }, chip(Status.State),
      h('span', {}, `took ${duration(Statistics?.TotalExecutionTimeInMillis ?? 0)}`),
      h('span', {}, `scanned ${bytes(Statistics?.DataScannedInBytes ?? 0)}`),
      identifier('Query id', QueryExecutionId),
      isTable && h('a', { class: 'button small', href: `/console/api/rows?${new URLSearchParams({ id: QueryExecutionId })}`, download: `${QueryExecutionId}.csv` }, 'Download CSV')),
    Status.StateChangeReason && h('p', { class: 'trouble', role: 'alert' }, Status.StateChangeReason));
    if (isTable) {
      await showRows(QueryExecutionId);
    }
  }

  async function showRows(QueryExecutionId) {
    const first = await call('Athena', 'GetQueryResults', { QueryExecutionId, MaxResults: 1000 }, signal);
    const columns = first.ResultSet.ResultSetMetadata.ColumnInfo;
    const isHeader = ({ Data }) => Data.every((cell, index) => cell.VarCharValue === columns[index].Name);
    const rows = first.ResultSet.Rows.slice(first.ResultSet.Rows.length > 0 && isHeader(first.ResultSet.Rows[0]) ? 1 : 0);
    const shown = table(columns.map(({ Name, Type }, index) => {
      const isNumber = /int|double|decimal|float|real/.test(Type);
      const value = ({ Data }) => Data[index]?.VarCharValue;
      return {
        name: Name,
        number: isNumber,
        by: row => (isNumber && value(row) !== undefined ? Number(value(row)) : value(row)),
        cell: row => value(row) ?? h('span', { class: 'null' }, 'null'),
      };
    }), { caption: 'Result', empty: 'No rows.', size: 100 });
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
    const lists = await Promise.all(workGroups.map(WorkGroup =>
      call('Athena', 'ListQueryExecutions', { WorkGroup, MaxResults: 50 }, signal)));
    const executions = await Promise.all(lists.flatMap(({ QueryExecutionIds }) => QueryExecutionIds).map(async QueryExecutionId =>
      (await call('Athena', 'GetQueryExecution', { QueryExecutionId }, signal)).QueryExecution));
    before.show(executions.sort((one, other) => other.Status.SubmissionDateTime - one.Status.SubmissionDateTime));
  }

  /** The query of the address with its answer. */
  async function restore(next) {
    const id = next.get('id');
    if (!id) {
      running = undefined;
      fill(said);
      fill(answer);
      return;
    }
    const { QueryExecution } = await call('Athena', 'GetQueryExecution', { QueryExecutionId: id }, signal);
    sql.value = QueryExecution.Query;
    fill(said, chip(QueryExecution.Status.State));
    fill(answer);
    await follow(id);
  }

  function showSaved() {
    const named = savedQueries();
    fill(saved,
      Object.entries(samples).map(([name, text]) => h('button', { type: 'button', class: 'small', onclick: () => put(text) }, name)),
      Object.entries(named).map(([name, text]) => h('span', { class: 'saved' },
        h('button', { type: 'button', class: 'small', onclick: () => put(text) }, name),
        h('button', { type: 'button', class: 'small', 'aria-label': `Forget ${name}`, onclick: () => { forgetQuery(name); showSaved(); } }, '×'))),
      h('button', { type: 'button', class: 'small', onclick: saveDialog }, 'Save …'));
  }

  function saveDialog() {
    const name = h('input', { id: 'query-name', maxlength: 60, autocomplete: 'off' });
    dialog({ title: 'Save this query', action: 'Save' },
      [h('div', { class: 'field' }, h('label', { for: name.id }, 'Name'), name, h('p', { class: 'hint' }, 'It is kept in this browser.'))],
      async () => {
        if (name.value.trim() === '') {
          throw new Error('A saved query needs a name.');
        }
        saveQuery(name.value.trim(), sql.value);
        showSaved();
      });
    name.focus();
  }

  sql.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      run.click();
    }
  });
  showSaved();
  const [tables] = await Promise.all([
    lakeTables({ onTable: name => put(`SELECT *\nFROM ${name}\nLIMIT 100`), onColumn: insert }, signal),
    showBefore(),
  ]);
  const body = h('div', {},
    h('h1', {}, 'Query'),
    h('div', { class: 'query' },
      h('section', { 'aria-label': 'Query' },
        h('div', { class: 'editor-head' }, h('label', { for: 'sql' }, 'SQL'), saved),
        sql,
        h('div', { class: 'actions' }, run, cancel, h('p', { id: 'sql-hint', class: 'hint' }, `Ctrl+Enter runs it on ${Database}.`)),
        said, answer),
      tables),
    h('section', { 'aria-labelledby': 'asked' }, h('h2', { id: 'asked' }, 'Asked before, by any client'), before.element));
  await restore(query);
  return { title: 'Query', body, restore };
}

function timeOf({ Statistics }) {
  return Statistics?.TotalExecutionTimeInMillis ?? 0;
}

function scannedOf({ Statistics }) {
  return Statistics?.DataScannedInBytes ?? 0;
}
