// Reads SQL from stdin; writes the syntax errors of Trino's grammar, one a line.
import { TrinoSQL } from 'dt-sql-parser';

let sql = '';
for await (const chunk of process.stdin.setEncoding('utf8')) {
  sql += chunk;
}

for (const error of new TrinoSQL().validate(sql)) {
  console.log(`line ${error.startLine}:${error.startColumn}: ${error.message}`);
}
