import { ask, call } from './aws.mjs';
import { button, fill, h } from './dom.mjs';
import { moment } from './moment.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { bytes, count, duration, things } from './words.mjs';

const WorkgroupName = 'streaming-analytics';
const Database = 'warehouse';

const samples = {
  Loads: `SELECT table_name, files, rows_read, rows_merged, loaded_at
FROM loads
ORDER BY loaded_at DESC
LIMIT 100`,
  'Readings by day': `SELECT date_trunc('day', recorded_at) AS day, count(*) AS readings, count(DISTINCT store_id) AS stores
FROM inventory
GROUP BY 1
ORDER BY 1`,
};

/** What was loaded into the warehouse, what it was asked, and a place to ask it, by the Redshift Data API. */
export async function warehousePage(_, signal) {
  const sql = h('textarea', { id: 'sql', rows: 6, spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'sql-hint' }, samples.Loads);
  const run = button('Run', runStatement, { class: 'primary' });
  const said = h('div', { class: 'answer', 'aria-live': 'polite' });
  const answer = h('div', {});
  const loaded = table([
    { name: 'Table', header: true, short: true, cell: one => one.table },
    { name: 'Rows', number: true, cell: one => count(one.rows) },
    { name: 'Read', number: true, cell: one => count(one.rowsRead) },
    { name: 'Without an id', number: true, cell: one => count(one.rowsWithoutId) },
    { name: 'Files', number: true, cell: one => count(one.files) },
    { name: 'File sets', number: true, cell: one => count(one.fileSets) },
    { name: 'Size', number: true, cell: one => bytes(one.bytes) },
    { name: 'Last loaded', cell: one => moment(one.lastLoadedAt) },
  ], { caption: 'Loaded tables', empty: 'Nothing is loaded yet. Start an execution of WarehouseLoad.' });
  const before = table([
    { name: 'Statement', header: true, short: true, cell: one => h('button', { type: 'button', class: 'link sql', onclick: () => put(text(one)) }, text(one).trim().slice(0, 200)) },
    { name: 'Name', cell: one => one.StatementName ?? '' },
    { name: 'Status', cell: one => chip(one.Status) },
    { name: 'Submitted', cell: one => moment(one.CreatedAt) },
  ], { caption: 'Statements so far', size: 10 });

  function put(statement) {
    sql.value = statement;
    sql.focus();
  }

  async function runStatement() {
    fill(said, chip('SUBMITTED'));
    fill(answer);
    const { Id } = await call('RedshiftData', 'ExecuteStatement', { WorkgroupName, Database, Sql: sql.value }, signal).catch(error => {
      fill(said, h('p', { class: 'trouble', role: 'alert' }, error.message));
      throw error;
    });
    // One request that is answered when the statement has ended.
    const ended = await ask('statement', { id: Id }, signal);
    fill(said, h('p', { class: 'facts' }, chip(ended.Status), h('span', {}, `took ${duration(ended.Duration / 1e6)}`),
      ended.ResultRows >= 0 && h('span', {}, things(ended.ResultRows, 'row'))),
    ended.Error && h('p', { class: 'trouble', role: 'alert' }, ended.Error));
    if (ended.HasResultSet) {
      await showRows(Id);
    }
    await show();
  }

  async function showRows(Id) {
    const page = await call('RedshiftData', 'GetStatementResult', { Id }, signal);
    const shown = table(page.ColumnMetadata.map(({ name, typeName }, index) => ({
      name,
      number: /^(int|float|numeric)/.test(typeName),
      cell: row => (row[index].isNull ? h('span', { class: 'null' }, 'null') : String(Object.values(row[index])[0])),
    })), { caption: 'Result', empty: 'No rows.', size: 100 });
    shown.show(page.Records);
    fill(answer, page.NextToken && h('p', { class: 'hint' }, `The first ${things(page.Records.length, 'row')}`), shown.element);
  }

  async function show() {
    const [tables, { Statements }] = await Promise.all([
      ask('loaded', {}, signal, 'POST'),
      call('RedshiftData', 'ListStatements', { WorkgroupName, MaxResults: 100 }, signal),
    ]);
    loaded.show(tables);
    // Not those by which this page reads the books.
    before.show(Statements.filter(one => one.StatementName !== 'loaded-tables'));
  }

  sql.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      run.click();
    }
  });
  await show();
  const body = h('div', {},
    h('h1', {}, 'Warehouse'),
    h('section', { 'aria-labelledby': 'loaded' }, h('h2', { id: 'loaded' }, 'Loaded'), loaded.element),
    h('section', { 'aria-label': 'Statement' },
      h('div', { class: 'editor-head' }, h('label', { for: 'sql' }, 'SQL'),
        h('div', { class: 'samples' }, Object.entries(samples).map(([name, statement]) => h('button', { type: 'button', class: 'small', onclick: () => put(statement) }, name)))),
      sql,
      h('div', { class: 'actions' }, run, h('p', { id: 'sql-hint', class: 'hint' }, `Ctrl+Enter runs it on ${Database}.`)),
      said, answer),
    h('section', { 'aria-labelledby': 'asked' }, h('h2', { id: 'asked' }, 'Statements of the last day'), before.element));
  return { title: 'Warehouse', body };
}

function text(statement) {
  return statement.QueryString ?? statement.QueryStrings.join(';\n');
}
