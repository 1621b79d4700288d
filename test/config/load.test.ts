import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isUnconfigured, loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/settings.ts';
import { ENOUGH, filesOf, KEY_TEXT, SMALL_FILE } from './builders.ts';

const FULL_FILE = `
clusters:
  prod:
    production: true
    endpoints: [unix:///run/d.sock, tcp://10.0.0.1:2376]
    tls: {ca: certs/ca.pem, cert: certs/cert.pem, key: /keys/key.pem, server_name: manager}
  lab:
    endpoints: [tcp://lab:2375]
    insecure: true
channels: {C0123ABCD: prod}
allow:
  - people: [U0ANA, W0LI]
    channels: [C0123ABCD, direct]
    clusters: [prod, lab]
slack: {command: /bees}
plan: {expires_after: 1h30m}
rollout: {stuck_after: 90s, settle: 1m, poll: 500ms}
registries:
  reg.example.com:5000: {username: waggle, password_env: REG_PASSWORD}
`;
const pem = (kind: string) => `-----BEGIN ${kind}-----\nabc\n-----END ${kind}-----\n`;

test('a whole configuration becomes settings', async () => {
  const settings = await loadConfig(
    {
      WAGGLE_CONFIG: '/etc/waggle/my.yml',
      SLACK_BOT_TOKEN_FILE: '/run/secrets/bot',
      SLACK_SIGNING_SECRET: '0123456789abcdef',
      SLACK_API_URL: 'http://slack.local:8080/api',
      WAGGLE_KEY: KEY_TEXT.replace('=', ''),
      DATABASE_URL: 'postgres://waggle:p%40ss@db/waggle',
      PORT: '8080',
      LOG_LEVEL: 'debug',
      REG_PASSWORD_FILE: '/run/secrets/reg',
    },
    filesOf({
      '/etc/waggle/my.yml': FULL_FILE,
      '/etc/waggle/certs/ca.pem': pem('CERTIFICATE'),
      '/etc/waggle/certs/cert.pem': pem('CERTIFICATE'),
      '/keys/key.pem': pem('PRIVATE KEY'),
      '/run/secrets/bot': 'xoxb-from-file\n',
      '/run/secrets/reg': 'pass word\r\n',
    }),
  );

  const tls = {
    ca: pem('CERTIFICATE'),
    cert: pem('CERTIFICATE'),
    key: pem('PRIVATE KEY'),
    serverName: 'manager',
  };
  expect(settings).toEqual({
    slack: {
      botToken: 'xoxb-from-file',
      connect: { kind: 'http', signingSecret: '0123456789abcdef' },
      apiUrl: 'http://slack.local:8080/api/',
      command: '/bees',
    },
    clusters: new Map([
      [
        'prod',
        { production: true, endpoints: [{ url: 'unix:///run/d.sock' }, { url: 'tcp://10.0.0.1:2376', tls }] },
      ],
      ['lab', { production: false, endpoints: [{ url: 'tcp://lab:2375' }] }],
    ]),
    access: {
      allow: [{ people: ['U0ANA', 'W0LI'], channels: ['C0123ABCD', 'direct'], clusters: ['prod', 'lab'] }],
      channels: { C0123ABCD: 'prod' },
    },
    plan: { expiresAfterMs: 5_400_000 },
    rollout: { stuckAfterMs: 90_000, settleMs: 60_000, pollMs: 500 },
    registries: new Map([['reg.example.com:5000', { username: 'waggle', password: 'pass word' }]]),
    key: new Uint8Array(32).fill(7),
    database: { url: 'postgres://waggle:p%40ss@db/waggle' },
    port: 8080,
    logLevel: 'debug',
  });
  expect(secretsOf(settings)).toEqual([
    'xoxb-from-file',
    '0123456789abcdef',
    KEY_TEXT,
    KEY_TEXT.replace('=', ''),
    '07'.repeat(32),
    KEY_TEXT.replace('=', ''),
    'p%40ss',
    'p@ss',
    'pass word',
    pem('PRIVATE KEY'),
  ]);
});

test('the least that is enough gets the defaults', async () => {
  const settings = await loadConfig(ENOUGH, filesOf({ 'waggle.yml': SMALL_FILE }));

  expect(settings).toEqual({
    slack: { botToken: 'xoxb-1', connect: { kind: 'socket', appToken: 'xapp-1' }, command: '/swarm' },
    clusters: new Map([['prod', { production: false, endpoints: [{ url: 'unix:///var/run/docker.sock' }] }]]),
    access: { allow: [], channels: {} },
    plan: { expiresAfterMs: 900_000 },
    rollout: { stuckAfterMs: 120_000, settleMs: 30_000, pollMs: 1_000 },
    registries: new Map(),
    key: new Uint8Array(32).fill(7),
    database: { file: 'data/waggle.sqlite' },
    port: 3000,
    logLevel: 'info',
  });
});

test('an empty variable counts as one that is not given', async () => {
  const env = { ...ENOUGH, SLACK_SIGNING_SECRET: '', SLACK_BOT_TOKEN_FILE: '', PORT: '', DATABASE_URL: '' };

  expect(await loadConfig(env, filesOf({ 'waggle.yml': SMALL_FILE }))).toEqual(
    await loadConfig(ENOUGH, filesOf({ 'waggle.yml': SMALL_FILE })),
  );
});

test('a SQLite file can be named, a PostgreSQL socket too', async () => {
  const databaseOf = async (url: string) =>
    (await loadConfig({ ...ENOUGH, DATABASE_URL: url }, filesOf({ 'waggle.yml': SMALL_FILE }))).database;

  expect(await databaseOf('sqlite:./here.sqlite')).toEqual({ file: './here.sqlite' });
  expect(await databaseOf('sqlite:///var/lib/w.sqlite')).toEqual({ file: '/var/lib/w.sqlite' });
  expect(await databaseOf('postgresql://w@/db?host=%2Frun')).toEqual({
    url: 'postgresql://w@/db?host=%2Frun',
  });
});

test('aliases are followed', async () => {
  const file = `clusters:\n  a: &a {endpoints: [unix:///a.sock]}\n  b: *a\n`;

  const settings = await loadConfig(ENOUGH, filesOf({ 'waggle.yml': file }));

  expect([...settings.clusters.keys()]).toEqual(['a', 'b']);
});

test('the example is a configuration that works', async () => {
  const example = await readFile(resolve(import.meta.dirname, '../../waggle.example.yml'), 'utf8');
  const certificates = Object.fromEntries(
    ['ca', 'cert', 'key'].map((name) => [resolve('certs', `${name}.pem`), pem('CERTIFICATE')]),
  );

  const settings = await loadConfig(ENOUGH, filesOf({ 'waggle.yml': example, ...certificates }));

  expect([...settings.clusters.keys()]).toEqual(['prod', 'lab']);
  expect(settings.plan).toEqual({ expiresAfterMs: 900_000 });
});

test('nothing configured at all is told from a configuration that is incomplete', async () => {
  const nothing = filesOf({});

  expect(await isUnconfigured({ PATH: '/bin', PORT: '80', SLACK_APP_TOKEN: '' }, nothing)).toBe(true);
  expect(await isUnconfigured({ SLACK_APP_TOKEN: 'x' }, nothing)).toBe(false);
  expect(await isUnconfigured({ WAGGLE_KEY_FILE: '/x' }, nothing)).toBe(false);
  expect(await isUnconfigured({}, filesOf({ 'waggle.yml': '' }))).toBe(false);
});
