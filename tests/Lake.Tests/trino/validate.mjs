// Reads SQL from stdin; writes the syntax errors of Trino's grammar, one a line, then each parameter that stands outside
// a WHERE: Athena takes them nowhere else.
import { TrinoSQL } from 'dt-sql-parser';

let sql = '';
for await (const chunk of process.stdin.setEncoding('utf8')) {
  sql += chunk;
}

const parser = new TrinoSQL();
const errors = parser.validate(sql);
for (const error of errors) {
  console.log(`line ${error.startLine}:${error.startColumn}: ${error.message}`);
}

// A sound text only: what ANTLR makes of a broken one has holes.
if (errors.length === 0) {
  look(parser.parse(sql), false);
}

// The grammar's rule: querySpecification: SELECT … (FROM …)? (KW_WHERE where = booleanExpression)? …
function look(node, isInWhere) {
  let afterWhere = false;
  for (const child of node.children ?? []) {
    const text = child.children ? undefined : child.getText();
    if (text === '?' && !isInWhere) {
      console.log(`line ${child.symbol.line}:${child.symbol.column + 1}: a parameter outside WHERE`);
    }

    // A query inside a WHERE has a SELECT list of its own.
    const isQuery = child.constructor.name.startsWith('QuerySpecification');
    look(child, afterWhere || (isInWhere && !isQuery));
    afterWhere = text?.toUpperCase() === 'WHERE';
  }
}
