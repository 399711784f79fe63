// Line drawings on a field of 16 by 16, one for each type of state and for the services met most often.

const types = {
  Pass: 'M2 8h10M9 4.5 12.5 8 9 11.5',
  Choice: 'M8 1.5 14.5 8 8 14.5 1.5 8ZM8 5v3.2M8 10.8v.2',
  Wait: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.4 1.6',
  Succeed: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5 8.2l2.2 2.2L11.2 6',
  Fail: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  Parallel: 'M8 1.5v3M3 4.5h10M3 4.5v7M8 4.5v7M13 4.5v7M3 11.5h10M8 11.5v3',
  Map: 'M5 1.8h9.2V11M3.4 3.6h9V12.6M1.8 5.4h8.8v8.8H1.8Z',
  Task: 'M8 1.5 13.6 4.8v6.4L8 14.5 2.4 11.2V4.8ZM8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
};

const services = {
  activity: 'M8 1.8a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM2.4 14.2c.4-3.4 2.6-5 5.6-5s5.2 1.6 5.6 5',
  athena: 'M6.8 1.8a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM10.4 10.4l3.8 3.8M4.4 8.4V7M6.8 8.4V5M9.2 8.4V6.2',
  dynamodb: 'M8 1.6c-3 0-5 .9-5 2.1v8.6c0 1.2 2 2.1 5 2.1s5-.9 5-2.1V3.7c0-1.2-2-2.1-5-2.1ZM3 3.7c0 1.2 2 2.1 5 2.1s5-.9 5-2.1M3 8c0 1.2 2 2.1 5 2.1s5-.9 5-2.1',
  events: 'M8 1.6v4M8 10.4v4M1.6 8h4M10.4 8h4M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  http: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM1.8 8h12.4M8 1.8c2 1.8 2.8 3.9 2.8 6.2S10 12.4 8 14.2M8 1.8C6 3.6 5.2 5.7 5.2 8S6 12.4 8 14.2',
  lambda: 'M3.4 2h2.400l5.2 12h2.200M7.1 5.6 3 14',
  s3: 'M2.4 3.400h11.200L12.2 14H3.800ZM2.4 3.400C2.4 2.4 5 1.8 8 1.800s5.6.6 5.6 1.600M3 7.400h10',
  sns: 'M2 6.400v3.200h2.600L10 13V3L4.6 6.400ZM12.4 5.600a3.4 3.4 0 0 1 0 4.8',
  sqs: 'M1.8 3.600h12.400v8.800H1.800ZM2 4l6 4.800L14 4',
  sfn: 'M6 1.800h4v3.400H6ZM1.8 10.800h4v3.400h-4ZM10.2 10.800h4v3.400h-4ZM8 5.200V8M3.8 10.800V8h8.400v2.8',
};
services.states = services.sfn;

/** The path of a state's icon: its service's, else its type's. */
export function iconOf(type, service) {
  return (type === 'Task' && Object.hasOwn(services, service) && services[service])
    || (Object.hasOwn(types, type) && types[type])
    || types.Task;
}

/** Marks of a status on a field of 10 by 10: what colour says, shape says too. */
export const badges = {
  succeeded: 'M2 5.3 4.2 7.5 8.2 2.8',
  failed: 'M2.5 2.500l5 5M7.5 2.500l-5 5',
  caught: 'M5 1.800v4M5 8.100v.2',
  running: 'M3.5 2.2 7.6 5 3.5 7.800Z',
  aborted: 'M2.3 5h5.4',
};
