import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { swarmRoutes } from '../../../../../src/practice/swarm/api/swarm/routes.ts';
import { ROOT_CA } from '../../../../../src/practice/swarm/ca/root-ca.ts';
import { asking } from './asking.ts';

const SPEC = {
  Name: 'default',
  Labels: {},
  Orchestration: { TaskHistoryRetentionLimit: 5 },
  Raft: {
    SnapshotInterval: 10000,
    KeepOldSnapshots: 0,
    LogEntriesForSlowFollowers: 500,
    ElectionTick: 10,
    HeartbeatTick: 1,
  },
  Dispatcher: { HeartbeatPeriod: 5000000000 },
  CAConfig: { NodeCertExpiry: 7776000000000000 },
  TaskDefaults: {},
  EncryptionConfig: { AutoLockManagers: false },
};
type Swarm = {
  readonly Version: { readonly Index: number };
  readonly JoinTokens: { readonly Worker: string; readonly Manager: string };
  readonly Spec: object;
};

const open = () => {
  const all = asking(swarmRoutes);
  return { ...all, inspect: async () => (await all.ask('GET /swarm'))[1] as Swarm };
};

test('a new swarm is as engine 20.10 makes it', async () => {
  const { ask, store } = open();
  const { id, joinTokens } = store.cluster;
  const [status, swarm] = await ask('GET /swarm');
  expect([status, JSON.stringify(swarm)]).toEqual([
    200,
    JSON.stringify({
      ID: id,
      Version: { Index: 1 },
      CreatedAt: '2026-01-02T03:04:05Z',
      UpdatedAt: '2026-01-02T03:04:05Z',
      Spec: SPEC,
      TLSInfo: {
        TrustRoot: ROOT_CA,
        CertIssuerSubject: 'MBMxETAPBgNVBAMMCHN3YXJtLWNh',
        CertIssuerPublicKey: new X509Certificate(ROOT_CA).publicKey
          .export({ type: 'spki', format: 'der' })
          .toString('base64'),
      },
      RootRotationInProgress: false,
      DefaultAddrPool: null,
      SubnetSize: 24,
      DataPathPort: 4789,
      JoinTokens: { Worker: joinTokens.worker, Manager: joinTokens.manager },
    }),
  ]);
  expect(joinTokens.worker).toMatch(/^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/);
});

test('its networks are ingress and those of every node', () => {
  const { store } = open();
  expect(
    [...store.networks.all()].map(({ name, driver, ingress, state }) => ({ name, driver, ingress, state })),
  ).toEqual([
    {
      name: 'ingress',
      driver: '',
      ingress: true,
      state: {
        driver: 'overlay',
        options: { 'com.docker.network.driver.overlay.vxlanid_list': '4096' },
        ipam: { driver: 'default', configs: [{ subnet: '10.0.0.0/24', gateway: '10.0.0.1' }] },
      },
    },
    { name: 'bridge', driver: 'bridge', ingress: false, state: { driver: 'bridge', ipam: { configs: [] } } },
    { name: 'host', driver: 'host', ingress: false, state: { driver: 'host', ipam: { configs: [] } } },
  ]);
});

test('an update says everything: what it leaves out is zero', async () => {
  const { ask, inspect } = open();
  const { Version } = await inspect();
  expect(
    await ask(`POST /swarm/update?version=${Version.Index}`, {
      Orchestration: { TaskHistoryRetentionLimit: 2 },
    }),
  ).toEqual([200, '']);
  expect((await inspect()).Spec).toEqual({
    Name: 'default',
    Labels: {},
    Orchestration: { TaskHistoryRetentionLimit: 2 },
    Raft: { KeepOldSnapshots: 0, ElectionTick: 0, HeartbeatTick: 0 },
    Dispatcher: {},
    CAConfig: {},
    TaskDefaults: {},
    EncryptionConfig: { AutoLockManagers: false },
  });
});

test('a spec that was read is taken back as it was', async () => {
  const { ask, inspect } = open();
  const before = await inspect();
  await ask(`POST /swarm/update?version=${before.Version.Index}`, before.Spec);
  expect(JSON.stringify((await inspect()).Spec)).toBe(JSON.stringify(SPEC));
});

test('join tokens are renewed one by one', async () => {
  const { ask, inspect } = open();
  const one = await inspect();
  await ask(`POST /swarm/update?version=${one.Version.Index}&rotateWorkerToken=true`, SPEC);
  const two = await inspect();
  await ask(
    `POST /swarm/update?version=${two.Version.Index}&rotateManagerToken=1&rotateWorkerToken=false`,
    SPEC,
  );
  const three = await inspect();
  const same = (a: Swarm, b: Swarm) => ({
    Worker: a.JoinTokens.Worker === b.JoinTokens.Worker,
    Manager: a.JoinTokens.Manager === b.JoinTokens.Manager,
    root: a.JoinTokens.Worker.slice(0, 59) === b.JoinTokens.Worker.slice(0, 59),
  });
  expect([same(one, two), same(two, three)]).toEqual([
    { Worker: false, Manager: true, root: true },
    { Worker: true, Manager: false, root: true },
  ]);
});

test('managers that lock have a key, until they lock no longer', async () => {
  const { ask, inspect } = open();
  const key = async () => (await ask('GET /swarm/unlockkey'))[1];
  const lock = async (AutoLockManagers: boolean, query = '') =>
    ask(`POST /swarm/update?version=${(await inspect()).Version.Index}${query}`, {
      ...SPEC,
      EncryptionConfig: { AutoLockManagers },
    });
  const none = await key();
  await lock(true);
  const first = await key();
  await lock(true);
  const kept = await key();
  await lock(true, '&rotateManagerUnlockKey=true');
  const second = await key();
  await lock(false);
  expect([none, kept, await key()]).toEqual([{ UnlockKey: '' }, first, { UnlockKey: '' }]);
  expect([first, second]).toEqual([
    { UnlockKey: expect.stringMatching(/^SWMKEY-1-[A-Za-z0-9+/]{43}$/) as string },
    { UnlockKey: expect.stringMatching(/^SWMKEY-1-[A-Za-z0-9+/]{43}$/) as string },
  ]);
  expect(second).not.toEqual(first);
});

test('updates are refused in the engine’s words', async () => {
  const { ask, inspect } = open();
  const version = (await inspect()).Version.Index;
  const update = (query: string, body: unknown) => ask(`POST /swarm/update${query}`, body);
  expect([
    await update('', SPEC),
    await update('?version=x', SPEC),
    await update(`?version=${version + 1}`, SPEC),
    await update('?version=1&rotateWorkerToken=x', SPEC),
    await update('?version=1&rotateManagerUnlockKey=x', SPEC),
    await update('?version=1', { Name: 'other' }),
    await update('?version=1', { CAConfig: { NodeCertExpiry: 1 } }),
    await update('?version=1', { Dispatcher: { HeartbeatPeriod: -1 } }),
    await update('?version=1', { Dispatcher: { HeartbeatPeriod: 'x' } }),
    await update('?version=1', { CAConfig: { ExternalCAs: [{ Protocol: 'x' }] } }),
    await update('?version=1', ''),
    await ask('POST /swarm/unlock', { UnlockKey: 'x' }),
  ]).toEqual([
    [400, `invalid swarm version '': strconv.ParseUint: parsing "": invalid syntax`],
    [400, `invalid swarm version 'x': strconv.ParseUint: parsing "x": invalid syntax`],
    [500, 'rpc error: code = Unknown desc = update out of sequence'],
    [400, 'invalid value for rotateWorkerToken: x'],
    [400, 'invalid value for rotateManagerUnlockKey: x'],
    [400, 'swarm spec must be named "default"'],
    [400, 'rpc error: code = InvalidArgument desc = minimum certificate expiry time is: 1h0m0s'],
    [400, 'rpc error: code = InvalidArgument desc = heartbeat time period cannot be a negative duration'],
    [
      400,
      'json: cannot unmarshal string into Go struct field DispatcherConfig.Dispatcher.HeartbeatPeriod of type time.Duration',
    ],
    [400, 'invalid protocol: "x"'],
    [400, 'got EOF while reading request body'],
    [409, 'swarm is not locked'],
  ]);
});
