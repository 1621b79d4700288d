import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/adapters/log/log.ts';

/** A log whose lines are kept. */
function keptLog(secrets: readonly string[] = [], level: 'debug' | 'info' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, secrets, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') };
}

test('a line is JSON with time, level, fields and message', () => {
  const { log, last } = keptLog();

  log.warn({ cluster: 'prod', tries: 3, at: new Date(0), none: null }, 'Engine lost');

  expect(last()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    cluster: 'prod',
    tries: 3,
    at: '1970-01-01T00:00:00.000Z',
    none: null,
    msg: 'Engine lost',
  });
});

test('what is below the level is not written', () => {
  const { log, lines } = keptLog([], 'info');

  log.debug({}, 'quiet');
  log.info({}, 'loud');

  expect(lines).toHaveLength(1);
});

test('an error is written with stack, code and causes', () => {
  const { log, last } = keptLog();
  const error = Object.assign(
    new Error('outer', { cause: new AggregateError([new Error('inner')], 'many') }),
    {
      code: 'ECONNRESET',
    },
  );

  log.error({ err: error }, 'Failed');

  expect(last()['err']).toEqual({
    name: 'Error',
    message: 'outer',
    stack: expect.stringContaining('log.test.ts'),
    code: 'ECONNRESET',
    cause: {
      name: 'AggregateError',
      message: 'many',
      stack: expect.any(String),
      errors: [{ name: 'Error', message: 'inner', stack: expect.any(String) }],
    },
  });
});

describe('known secrets', () => {
  const secrets = ['hunter2', 'hunter22', 'p@ss "word"/\n', 'a.b*c', ''];
  const json = JSON.stringify({ password: secrets[2] });
  const places: [string, Record<string, unknown>, string][] = [
    ['the message', {}, 'login with hunter2 failed'],
    ['a field', { words: 'it was hunter22!' }, 'm'],
    ['the name of a field', { hunter2: 1 }, 'm'],
    ['deep fields', { a: [{ b: new Map([['c', new Set(['hunter2'])]]) }] }, 'm'],
    ['an error’s message and stack', { err: new Error('no hunter2') }, 'm'],
    ['an error’s cause', { err: new Error('x', { cause: new Error('x', { cause: 'hunter2' }) }) }, 'm'],
    ['an error’s own fields', { err: Object.assign(new Error('x'), { input: 'p@ss "word"/\n' }) }, 'm'],
    ['errors of an error', { err: new AggregateError([new Error('a.b*c')]) }, 'm'],
    ['text that is JSON', { body: json }, 'm'],
    ['a URL', { url: new URL(`http://h/?q=${encodeURIComponent('p@ss "word"/\n')}`) }, 'm'],
    ['base64', { auth: Buffer.from('p@ss "word"/\n').toString('base64') }, 'm'],
    ['base64 for URLs', { auth: Buffer.from('hunter22').toString('base64url') }, 'm'],
    ['a value that makes its own JSON', { v: { toString: () => 'hunter2', inner: 'hunter2' } }, 'm'],
  ];

  test.each(places)('are hidden in %s', (_place, fields, message) => {
    const { log, lines } = keptLog(secrets);

    log.error(fields, message);

    const [line = ''] = lines;
    expect(line).toContain('[redacted]');
    for (const form of ['hunter', 'p@ss', 'p%40ss', 'a.b*c', 'aHVudGVy', 'cEBzcy']) {
      expect(line.includes(form)).toBe(false);
    }
  });
});

describe('without being known', () => {
  const canary = 'canary4f1c9a';
  const places: [string, Record<string, unknown>, string][] = [
    ['Slack’s bot tokens', {}, `token xoxb-12-${canary}`],
    ['Slack’s user tokens', { t: `xoxe.xoxp-1-${canary}` }, 'm'],
    ['Slack’s app tokens', { t: [`xapp-1-A-${canary}`] }, 'm'],
    ['bearer tokens', { err: new Error(`sent Bearer ${canary}`) }, 'm'],
    ['authorization headers in text', { h: `Authorization: Basic ${canary}=` }, 'm'],
    ['authorization headers', { headers: { authorization: `Basic ${canary}` } }, 'm'],
    ['raw headers', { rawHeaders: ['Host', 'x', 'X-Registry-Auth', canary] }, 'm'],
    ['registry logins', { headers: { 'X-Registry-Auth': canary } }, 'm'],
    ['registry logins in text', { body: `{"X-Registry-Auth":"${canary}"}` }, 'm'],
    ['passwords in URLs', { err: new Error(`postgres://waggle:${canary}@db/waggle`) }, 'm'],
    ['tickets in URLs', { url: `wss://wss.slack.com/link/?ticket=${canary}&app_id=1` }, 'm'],
    ['response URLs', {}, `https://hooks.slack.com/commands/T1/1/${canary}`],
    ['response URLs by name', { response_url: `http://127.0.0.1/${canary}` }, 'm'],
    ['passwords by name', { registry: { password: canary } }, 'm'],
    ['environment variables', { spec: { ContainerSpec: { Env: [`PASSWORD=${canary}`] } } }, 'm'],
    ['environments', { env: { PASSWORD: canary } }, 'm'],
    ['private keys', { tls: `-----BEGIN EC PRIVATE KEY-----\n${canary}\n-----END EC PRIVATE KEY-----` }, 'm'],
    ['cut private keys', { tls: `-----BEGIN PRIVATE KEY-----\n${canary}` }, 'm'],
    ['bytes', { body: Buffer.from(canary) }, 'm'],
  ];

  test.each(places)('%s are hidden', (_place, fields, message) => {
    const { log, lines } = keptLog();

    log.info(fields, message);

    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(canary);
  });
});

test('what is no secret stays as it is', () => {
  const { log, last } = keptLog(['hunter2']);

  log.info(
    { image: 'redis:3.0.6@sha256:ab', url: 'http://h/p?q=1', at: 'a@b', env: undefined },
    'Token bucket is full',
  );

  expect(last()).toEqual(
    expect.objectContaining({
      image: 'redis:3.0.6@sha256:ab',
      url: 'http://h/p?q=1',
      at: 'a@b',
      msg: 'Token bucket is full',
    }),
  );
});

test('strange values neither throw nor grow without end', () => {
  const { log, last, lines } = keptLog();
  const circle: Record<string, unknown> = { big: 1n, call: () => 1, date: new Date(Number.NaN) };
  circle['self'] = circle;
  Object.defineProperty(circle, 'broken', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });

  log.info({ circle, many: Array.from({ length: 1_000 }, () => 0), long: 'x'.repeat(100_000) }, 'm');

  expect(last()['circle']).toEqual({
    big: '1',
    call: '[function]',
    date: 'Invalid Date',
    self: '[circular]',
    broken: '[unreadable]',
  });
  expect(lines.join().length).toBeLessThan(20_000);
});
