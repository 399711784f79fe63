// The words of the picture: what a task calls, when a choice is taken, how long something took.

const services = {
  apigateway: 'API Gateway', athena: 'Athena', batch: 'Batch', bedrock: 'Bedrock', cloudwatch: 'CloudWatch',
  codebuild: 'CodeBuild', dynamodb: 'DynamoDB', ec2: 'EC2', ecs: 'ECS', eks: 'EKS', elasticmapreduce: 'EMR',
  emr: 'EMR', events: 'EventBridge', eventbridge: 'EventBridge', firehose: 'Firehose', glue: 'Glue', http: 'HTTP',
  iam: 'IAM', kinesis: 'Kinesis', kms: 'KMS', lambda: 'Lambda', mediaconvert: 'MediaConvert', rds: 'RDS',
  redshiftdata: 'Redshift Data', s3: 'S3', sagemaker: 'SageMaker', secretsmanager: 'Secrets Manager',
  sfn: 'Step Functions', sns: 'SNS', sqs: 'SQS', ssm: 'Systems Manager', states: 'Step Functions',
};

/** A Task's Resource as service and action; `{ service: 'athena', text: 'Athena: StartQueryExecution' }`. */
export function resource(arn) {
  const parts = String(arn ?? '').split(':');
  if (parts[2] === 'lambda') {
    return { service: 'lambda', text: `Lambda: ${parts[6] ?? 'Invoke'}` };
  }
  if (parts[2] !== 'states') {
    return { service: 'task', text: arn ? String(arn) : 'Task' };
  }
  if (parts[5] === 'activity') {
    return { service: 'activity', text: `Activity: ${parts[6] ?? ''}` };
  }

  const [service, action] = parts[5] === 'aws-sdk' ? [parts[6], parts[7]] : [parts[5], parts[6]];
  const name = Object.hasOwn(services, service) ? services[service] : capital(service ?? 'Task');
  const verb = capital((action ?? '').replace(/\.(sync|waitForTaskToken)$/, ''));
  return { service, text: verb === '' ? name : `${name}: ${verb}` };
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

// The longer name first: NumericLessThanEquals is not NumericLessThan of something.
const relations = [
  ['LessThanEquals', '≤'], ['GreaterThanEquals', '≥'], ['LessThan', '<'], ['GreaterThan', '>'],
  ['Equals', '='], ['Matches', 'matches'],
];

const tests = {
  IsPresent: 'present', IsNull: 'null', IsNumeric: 'a number', IsString: 'a string', IsBoolean: 'a boolean',
  IsTimestamp: 'a timestamp',
};

/** A choice rule in words a person reads: `$.n > 0 and not ($.done = true)`. */
export function condition(rule) {
  if (typeof rule !== 'object' || rule === null) {
    return '?';
  }
  if (typeof rule.Condition === 'string') {
    return expression(rule.Condition);
  }
  if (Array.isArray(rule.And)) {
    return rule.And.map(inner).join(' and ');
  }
  if (Array.isArray(rule.Or)) {
    return rule.Or.map(inner).join(' or ');
  }
  return rule.Not === undefined ? comparison(rule) : `not ${inner(rule.Not)}`;
}

function inner(rule) {
  const compound = rule?.And ?? rule?.Or ?? rule?.Not;
  return compound === undefined ? condition(rule) : `(${condition(rule)})`;
}

function comparison(rule) {
  const variable = String(rule.Variable ?? '?');
  for (const [key, value] of Object.entries(rule)) {
    if (Object.hasOwn(tests, key)) {
      return `${variable} is ${value === false ? 'not ' : ''}${tests[key]}`;
    }

    const relation = /^(?:String|Numeric|Boolean|Timestamp)(.+?)(?:Path)?$/.exec(key)?.[1];
    const sign = relations.find(([name]) => name === relation)?.[1];
    if (sign !== undefined) {
      return `${variable} ${sign} ${key.endsWith('Path') ? String(value) : JSON.stringify(value)}`;
    }
  }
  return '?';
}

/** A JSONata expression without its delimiters. */
function expression(text) {
  return text.replace(/^\{%\s*|\s*%\}$/g, '').replace(/\s+/g, ' ');
}

/** The errors a catcher takes; all of them is said in a word. */
export function errors(catcher) {
  const names = Array.isArray(catcher?.ErrorEquals) ? catcher.ErrorEquals.map(String) : [];
  return names.includes('States.ALL') ? 'any error' : names.join(', ');
}

/** A length of time: 12 ms, 3.4 s, 5 m 06 s, 2 h 05 m. */
export function duration(milliseconds) {
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)} m ${two(whole % 60)} s`
    : `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`;
}

function two(value) {
  return String(value).padStart(2, '0');
}

/** A count with thousands apart: 12,345. */
export function count(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number of things, by its name: 1 item, 1,200 items. */
export function things(value, name) {
  return `${count(value)} ${value === 1 ? name : `${name}s`}`;
}
