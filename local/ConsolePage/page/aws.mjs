// The services, by the JSON protocol that the AWS CLI and the SDKs speak.

const services = {
  StepFunctions: { target: 'AWSStepFunctions', version: '1.0' },
  SQS: { target: 'AmazonSQS', version: '1.0' },
  Athena: { target: 'AmazonAthena', version: '1.1' },
  RedshiftData: { target: 'RedshiftData', version: '1.1' },
  DynamoDB: { target: 'DynamoDB_20120810', version: '1.0' },
  // Kinesis refuses what is not signed; nobody checks the signature.
  Kinesis: {
    target: 'Kinesis_20131202', version: '1.1', headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=console/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
      'x-amz-date': '20260101T000000Z',
    },
  },
};

/** What a service refused, with its code: ExecutionDoesNotExist. */
export class AwsError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The server could not be reached. */
export class Unreachable extends Error {
  constructor() {
    super('The server does not answer. The page goes on by itself once it does.');
  }
}

/** Calls an operation; times in answers are seconds since 1970. */
export async function call(service, operation, request = {}, signal = undefined) {
  const { target, version, headers } = services[service];
  const response = await reach('/', {
    method: 'POST',
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}`, ...headers },
    body: JSON.stringify(request),
    signal,
  });
  const text = await response.text();
  const answer = text === '' ? {} : JSON.parse(text);
  if (!response.ok) {
    const code = String(answer.__type ?? answer.code ?? response.status).split('#').at(-1);
    throw new AwsError(code, answer.message ?? answer.Message ?? `${operation} failed: ${code}`);
  }
  return answer;
}

/** All that an operation lists, over its pages. */
export async function list(service, operation, member, request = {}, signal = undefined) {
  const found = [];
  let nextToken;
  do {
    const page = await call(service, operation, { ...request, nextToken }, signal);
    found.push(...page[member]);
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

/** As fetch, but a server that is not there is named so. */
export async function reach(address, request) {
  try {
    return await fetch(address, request);
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Unreachable();
  }
}

/** What the console shows and no operation answers; see PageData. What leaves something behind is asked for with POST. */
export async function ask(path, query = {}, signal = undefined, method = 'GET') {
  const response = method === 'GET'
    ? await reach(`/console/api/${path}?${new URLSearchParams(query)}`, { signal })
    : await reach(`/console/api/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(query), signal });
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const answer = await (isJson ? response.json() : response.text());
  if (!response.ok) {
    throw new AwsError(String(answer.__type ?? response.status), answer.message ?? `${path}: ${response.status} ${response.statusText}`);
  }
  return answer;
}
