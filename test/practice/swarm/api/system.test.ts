import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemRoutes } from '../../../../src/practice/swarm/api/system.ts';
import { ask, served, START, type Served } from './ground.ts';

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.serving.close();
});

async function start(role: 'manager' | 'worker' | 'outside' = 'manager'): Promise<Served> {
  const one = await served(systemRoutes, role);
  open.push(one);
  return one;
}

type Info = { readonly Swarm: Readonly<Record<string, unknown>>; readonly [key: string]: unknown };

const info = async (one: Served): Promise<Info> =>
  JSON.parse((await ask(one.serving.port, '/info')).body) as Info;

describe('the engine itself', () => {
  it('is there', async () => {
    const { serving } = await start();
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await ask(serving.port, '/v1.41/_ping', { method });
      expect({ status, body }).toEqual({ status: 200, body: method === 'GET' ? 'OK' : '' });
      expect(headers).toMatchObject({
        'api-version': '1.41',
        'docker-experimental': 'false',
        ostype: 'linux',
        'cache-control': 'no-cache, no-store, must-revalidate',
        pragma: 'no-cache',
        'content-type': 'text/plain; charset=utf-8',
      });
    }
  });

  it('has the version of a 20.10, its fields in their order', async () => {
    const { serving } = await start();
    const version = JSON.parse((await ask(serving.port, '/version')).body) as Record<string, unknown>;
    expect(Object.keys(version)).toEqual([
      'Platform',
      'Components',
      'Version',
      'ApiVersion',
      'MinAPIVersion',
      'GitCommit',
      'GoVersion',
      'Os',
      'Arch',
      'KernelVersion',
      'BuildTime',
    ]);
    expect(version).toMatchObject({
      Version: '20.10.24',
      ApiVersion: '1.41',
      MinAPIVersion: '1.12',
      Os: 'linux',
    });
  });

  it('takes any password, and says of no body what its decoder says', async () => {
    const { serving } = await start();
    const login = (body: string): Promise<unknown> => ask(serving.port, '/auth', { method: 'POST', body });
    expect(await login('{"username":"a","password":"b"}')).toMatchObject({
      status: 200,
      body: '{"Status":"Login Succeeded","IdentityToken":""}\n',
    });
    expect(await login('')).toMatchObject({ status: 500, body: '{"message":"EOF"}\n' });
  });
});

describe('the swarm in the info of an engine', () => {
  const manager = { NodeID: 'node1id', Addr: '10.77.0.11:2377' };

  it('is whole on a manager', async () => {
    const one = await start();
    const { Swarm, ...machine } = await info(one);
    const { Cluster, ...rest } = Swarm;
    expect(rest).toEqual({
      NodeID: 'node1id',
      NodeAddr: '10.77.0.11',
      LocalNodeState: 'active',
      ControlAvailable: true,
      Error: '',
      RemoteManagers: [manager],
      Nodes: 1,
      Managers: 1,
    });
    expect(Cluster).toMatchObject({ ID: one.world.store.cluster.id, Spec: { Name: 'default' } });
    expect(machine).toMatchObject({
      Name: 'node1',
      NCPU: 4,
      MemTotal: 2 ** 30,
      Labels: ['zone=a'],
      SystemTime: new Date(START).toISOString().replace('.000Z', 'Z'),
      Warnings: null,
    });
  });

  it('warns of two managers', async () => {
    const one = await start();
    one.world.store.write((tx) => {
      const node = one.world.store.nodes.get('node1id');
      if (node?.manager !== undefined)
        tx.create('node', { ...node, id: 'node2id', manager: { ...node.manager, leader: false } });
    });
    const { Swarm, Warnings } = await info(one);
    expect(Swarm['Managers']).toBe(2);
    expect(Warnings).toEqual(Swarm['Warnings']);
    expect(Warnings).toEqual([
      expect.stringMatching(/^WARNING: Running Swarm in a two-manager configuration/),
    ]);
  });

  it('names the managers on a worker', async () => {
    const one = await start('worker');
    const { Swarm } = await info(one);
    expect(Swarm).toEqual({
      NodeID: 'node1id',
      NodeAddr: '10.77.0.11',
      LocalNodeState: 'active',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: [],
    });
  });

  it('is not there outside a swarm', async () => {
    const { Swarm } = await info(await start('outside'));
    expect(Swarm).toEqual({
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    });
  });

  it('comes after 20 s from a manager that has no leader, with what is wrong', async () => {
    const one = await start();
    one.setAccess({ kind: 'refused', words: 'The swarm does not have a leader.' });
    const answer = info(one);
    await vi.waitFor(() => expect(one.timeline.next()).toBe(START + 20_000));
    one.timeline.advance(20_000);
    const { Swarm } = await answer;
    expect(Swarm).toMatchObject({
      ControlAvailable: true,
      Error: 'The swarm does not have a leader.',
      RemoteManagers: [manager],
      Cluster: { ID: '' },
    });
  });
});
