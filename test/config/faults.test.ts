import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/fault.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ENOUGH, faultsOf, filesOf, KEY_TEXT, SMALL_FILE } from './builders.ts';

describe('the file', () => {
  test('that is missing is named, together with every fault of the environment', async () => {
    expect(await faultsOf({}, {})).toEqual([
      'environment: SLACK_BOT_TOKEN: expected a bot token (xoxb-...)',
      'environment: SLACK_APP_TOKEN: expected an app token (xapp-..., Socket Mode), or SLACK_SIGNING_SECRET (HTTP)',
      'environment: WAGGLE_KEY: expected 32 random bytes in base64; make them with `openssl rand -base64 32`',
      'waggle.yml: is not there; waggle.example.yml shows one, WAGGLE_CONFIG names another place',
    ]);
  });

  test('has all its faults told at once, each with its line', async () => {
    const file = `clusters:
  prod:
    endpoints:
      - tcp://10.0.0.1:2376
      - ssh://10.0.0.2
    production: yes
  "my cluster":
    endpoints: []
    endpionts: []
channels:
  general: prod
  C0123ABCD: prd
alow: []
allow:
  - people: [ana]
    channels: [C0123ABCD, everywhere]
    clusters: [lab]
plan:
  expires_after: 15
rollout:
  poll: 1ms
registries:
  https://reg: {username: x, password: hunter2}
`;

    expect(await faultsOf(file)).toEqual([
      'waggle.yml:4: clusters.prod.endpoints[0]: expected `tls: {ca, cert, key}` for this cluster, or `insecure: true` to speak TCP in the clear',
      'waggle.yml:5: clusters.prod.endpoints[1]: expected unix:///path/to/docker.sock or tcp://host:port',
      'waggle.yml:6: clusters.prod.production: expected true or false',
      'waggle.yml:7: clusters.my cluster: expected a name of letters, digits, dots, dashes and underscores',
      'waggle.yml:8: clusters.my cluster.endpoints: expected unix:///path/to/docker.sock or tcp://host:port, one or more in a list',
      'waggle.yml:9: clusters.my cluster.endpionts: not a known key; expected endpoints, perhaps',
      'waggle.yml:11: channels.general: expected the id of a channel, such as C0123ABCD',
      'waggle.yml:12: channels.C0123ABCD: expected a cluster of this file, prod perhaps',
      'waggle.yml:13: alow: not a known key; expected allow, perhaps',
      'waggle.yml:15: allow[0].people[0]: expected the id of a person, such as U0123ABCD',
      'waggle.yml:16: allow[0].channels[1]: expected the id of a channel, such as C0123ABCD, or direct',
      'waggle.yml:17: allow[0].clusters[0]: expected a cluster of this file, one of prod, my cluster',
      'waggle.yml:19: plan.expires_after: expected a duration from 1m to 24h, such as 30s or 2m',
      'waggle.yml:21: rollout.poll: expected a duration from 500ms to 1m, such as 30s or 2m',
      'waggle.yml:23: registries.https://reg.password_env: expected the name of the environment variable that holds the password, in capitals',
      'waggle.yml:23: registries.https://reg.password: not a known key; expected password_env, perhaps',
      'waggle.yml:23: registries.https://reg: expected the host of a registry, such as registry.example.com:5000',
    ]);
  });

  test.each([
    ['', ['waggle.yml:1: clusters: is missing']],
    ['clusters: {}', ['waggle.yml:1: clusters: expected at least one cluster']],
    ['clusters:', ['waggle.yml:1: clusters: has nothing in it']],
    ['clusters:\n  lab:\n', ['waggle.yml:2: clusters.lab: has nothing in it']],
    [
      'clusters:\n  lab: {production: true}\n',
      [
        'waggle.yml:2: clusters.lab.endpoints: is missing; expected unix:///path/to/docker.sock or tcp://host:port, one or more in a list',
      ],
    ],
    [
      'clusters:\n  lab:\n    endpoints: [tcp://10.0.0.1]\n',
      ['waggle.yml:3: clusters.lab.endpoints[0]: expected unix:///path/to/docker.sock or tcp://host:port'],
    ],
    ['- a', ['waggle.yml:1: expected a group of `key: value` lines']],
    [`${SMALL_FILE}allow:\n`, ['waggle.yml:4: allow: has nothing in it']],
    [`${SMALL_FILE}slack: /swarm\n`, ['waggle.yml:4: slack: expected a group of `key: value` lines']],
    [
      `${SMALL_FILE}slack: {command: swarm}\n`,
      ['waggle.yml:4: slack.command: expected a slash command, such as /swarm'],
    ],
    [
      `${SMALL_FILE}plan:\n\n  expires_after: -5m\n`,
      [
        'waggle.yml:6: plan.expires_after: expected a duration such as 10s, 1m30s, 500ms or 0s, not a negative one',
      ],
    ],
  ])('%j is answered with what was expected', async (file, expected) => {
    expect(await faultsOf(file)).toEqual(expected);
  });

  test.each([
    [`${SMALL_FILE}clusters: {}\n`, ['waggle.yml:4: clusters: is there twice, first on line 1']],
    [
      'clusters:\n  a: {endpoints: [unix:///a.sock], production: true,\n    production: false}\n',
      ['waggle.yml:3: production: is there twice, first on line 2'],
    ],
    ['clusters: [\n', [expect.stringMatching(/^waggle\.yml:\d: expected YAML: /)]],
    [`${SMALL_FILE}slack: !secret hunter2\n`, ['waggle.yml:4: expected YAML: Unresolved tag']],
    [`${SMALL_FILE}slack: *hunter2\n`, [expect.stringContaining('anchor')]],
  ])('%j is no YAML to use, and is not quoted', async (file, expected) => {
    const faults = await faultsOf(file);

    expect(faults).toEqual(expected);
    expect(faults.join()).not.toContain('hunter2');
  });

  test('whose certificates cannot be read, or are none, is refused at their lines', async () => {
    const yml = `clusters:
  prod:
    endpoints: [tcp://10.0.0.1:2376]
    tls:
      ca: /ca.pem
      cert: /cert.pem
      key: |
        -----BEGIN PRIVATE KEY-----
`;

    expect(await faultsOf(yml)).toEqual([
      'waggle.yml:7: clusters.prod.tls.key: expected the path of a PEM file',
    ]);
    expect(
      await faultsOf({ 'waggle.yml': yml.replace(/key: [^]*/, 'key: /key.pem'), '/ca.pem': 'hunter2' }),
    ).toEqual([
      'waggle.yml:5: clusters.prod.tls.ca: expected the path of a PEM file',
      'waggle.yml:6: clusters.prod.tls.cert: the file that it names is not there',
      'waggle.yml:7: clusters.prod.tls.key: the file that it names is not there',
    ]);
  });

  test.each([
    ['ENOENT', 'is not there'],
    ['ENOTDIR', 'is not there'],
    ['EISDIR', 'is a folder'],
    ['EACCES', 'may not be read by the user that runs Waggle'],
    ['EPERM', 'may not be read by the user that runs Waggle'],
    ['EIO', 'cannot be read (EIO)'],
  ])('that cannot be read for %s is told in words', async (code, words) => {
    const readFile = () => Promise.reject(Object.assign(new Error('no'), { code }));

    await expect(loadConfig(ENOUGH, readFile)).rejects.toThrow(`waggle.yml: ${words}; `);
  });

  test('that is no text is not taken for YAML', async () => {
    expect(await faultsOf('\u007fELF\u0002\u0001\u0000')).toEqual(['waggle.yml: is no text in UTF-8']);
    expect(await faultsOf('clusters: \ufffd\ufffd')).toEqual(['waggle.yml: is no text in UTF-8']);
  });

  test('cannot say both TLS and insecure', async () => {
    const yml =
      'clusters: {a: {endpoints: [tcp://a:1], insecure: true, tls: {ca: /a.pem, cert: /a.pem, key: /a.pem}}}';

    expect(await faultsOf({ 'waggle.yml': yml, '/a.pem': '-----BEGIN X-----' })).toEqual([
      'waggle.yml:1: clusters.a.insecure: expected `tls` or `insecure: true`, not both',
    ]);
  });
});

describe('the environment', () => {
  const envFaults = (
    env: Record<string, string>,
    files: Record<string, string> = {},
    without: string[] = [],
  ) => {
    const kept = Object.fromEntries(Object.entries(ENOUGH).filter(([name]) => !without.includes(name)));
    return faultsOf({ 'waggle.yml': SMALL_FILE, ...files }, { ...kept, ...env });
  };

  test('may not hold a secret and name its file', async () => {
    expect(await envFaults({ WAGGLE_KEY_FILE: '/k' }, { '/k': KEY_TEXT })).toEqual([
      'environment: WAGGLE_KEY: expected WAGGLE_KEY or WAGGLE_KEY_FILE, not both',
    ]);
  });

  test('may not name a file that cannot be read, or holds something else', async () => {
    expect(await envFaults({ WAGGLE_KEY_FILE: '/k' }, {}, ['WAGGLE_KEY'])).toEqual([
      'environment: WAGGLE_KEY_FILE: the file that it names is not there',
    ]);
    expect(
      await envFaults({ SLACK_BOT_TOKEN_FILE: '/k' }, { '/k': 'xoxb-1\nxoxb-2\n' }, ['SLACK_BOT_TOKEN']),
    ).toEqual(['environment: SLACK_BOT_TOKEN_FILE: expected a bot token (xoxb-...) in the file']);
  });

  test('may not choose Socket Mode and HTTP at once', async () => {
    expect(await envFaults({ SLACK_SIGNING_SECRET: '0123456789abcdef' })).toEqual([
      'environment: SLACK_SIGNING_SECRET: expected SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), not both',
    ]);
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'hunter2', 'expected a bot token (xoxb-...)'],
    ['SLACK_APP_TOKEN', 'hunter2', 'expected an app token (xapp-...)'],
    [
      'SLACK_BOT_TOKEN',
      'xapp-hunter2',
      'expected a bot token (xoxb-...); this is an app token (xapp-...), which belongs in SLACK_APP_TOKEN',
    ],
    [
      'SLACK_BOT_TOKEN',
      'xoxp-hunter2',
      'expected a bot token (xoxb-...); this is the token of a person (xoxp-...)',
    ],
    [
      'SLACK_APP_TOKEN',
      'xoxb-hunter2',
      'expected an app token (xapp-...); this is a bot token (xoxb-...), which belongs in SLACK_BOT_TOKEN',
    ],
    ['SLACK_BOT_TOKEN', '"xoxb-hunter2"', 'expected a bot token (xoxb-...); take away the quotes around it'],
    ['SLACK_APP_TOKEN', "'xapp-hunter2", 'expected an app token (xapp-...); take away the quotes around it'],
    ['SLACK_BOT_TOKEN', 'xoxb-hunter2 ', 'expected a bot token (xoxb-...); take away the space around it'],
    [
      'WAGGLE_KEY',
      `"${KEY_TEXT}"`,
      'expected 32 random bytes in base64; make them with `openssl rand -base64 32`; take away the quotes around it',
    ],
    [
      'DATABASE_URL',
      "'sqlite:hunter2'",
      'expected postgres://user:password@host:5432/database or sqlite:path/to/file (default: sqlite:data/waggle.sqlite); take away the quotes around it',
    ],
    ['SLACK_API_URL', 'slack.local', 'expected https://host/path/ without user, query and fragment'],
    [
      'SLACK_API_URL',
      'https://a:b@slack.local/',
      'expected https://host/path/ without user, query and fragment',
    ],
    ['PORT', '65536', 'expected a number from 0 (any free port) to 65535'],
    ['PORT', '0x50', 'expected a number from 0 (any free port) to 65535'],
    ['LOG_LEVEL', 'INFO', 'expected one of debug, info, warn, error'],
    [
      'WAGGLE_KEY',
      'c2hvcnQ=',
      'expected 32 random bytes in base64; make them with `openssl rand -base64 32`',
    ],
    [
      'DATABASE_URL',
      'mysql://db',
      'expected postgres://user:password@host:5432/database or sqlite:path/to/file (default: sqlite:data/waggle.sqlite)',
    ],
  ])('may not say %s=%s', async (name, value, expected) => {
    expect(await envFaults({ [name]: value })).toEqual([`environment: ${name}: ${expected}`]);
  });

  test('may not hold a signing secret in quotes', async () => {
    expect(await envFaults({ SLACK_SIGNING_SECRET: '"0123456789abcdef"' }, {}, ['SLACK_APP_TOKEN'])).toEqual([
      'environment: SLACK_SIGNING_SECRET: expected the signing secret of the Slack app; take away the quotes around it',
    ]);
  });

  test('must hold the passwords that the file asks for', async () => {
    const yml = `${SMALL_FILE}registries:\n  reg:5000:\n    username: w\n    password_env: HUNTER2\n`;

    expect(await faultsOf(yml)).toEqual([
      'waggle.yml:7: registries.reg:5000.password_env: expected a variable that is set (or set with _FILE at its end)',
    ]);
  });
});

test('no fault quotes a secret', async () => {
  const canary = 'canary-4f1c9a';
  const env = Object.fromEntries(
    [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_API_URL',
      'WAGGLE_KEY',
      'DATABASE_URL',
      'PORT',
    ]
      .concat('LOG_LEVEL', 'SLACK_BOT_TOKEN_FILE', 'WAGGLE_KEY_FILE', 'REG_FILE')
      .map((name) => [name, `${canary} ${name}`]),
  );
  const yml = `registries: {r: {username: w, password_env: ${canary}-}, s: {username: w, password_env: REG}}
clusters: {a: {endpoints: ["tcp://x:${canary}@h"], tls: {ca: ${canary}, cert: ${canary}, key: "${canary}"}}}
allow: [{people: [${canary}], channels: [${canary}], clusters: [${canary}]}]
plan: {expires_after: ${canary}}
`;

  const error = await loadConfig(env, filesOf({ 'waggle.yml': yml })).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(ConfigError);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
});
