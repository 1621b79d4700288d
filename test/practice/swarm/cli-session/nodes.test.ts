import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, fails, ok, openSession, type Session } from './session.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'nodes');
  });
  afterAll(() => cli.close());

  test('version and info', async () => {
    const server = '{{.Server.APIVersion}} {{.Server.MinAPIVersion}} {{.Server.Os}}/{{.Server.Arch}}';
    expect(await cli.says('version', '--format', server)).toEqual(ok('1.41 1.12 linux/amd64'));
    expect((await cli.ran('version', '--format', '{{.Server.Version}}')).stdout).toMatch(/^20\.10\.24/);
    expect((await cli.says('version')).code).toBe(0);
    const { code, out } = await cli.says('info');
    const [from, to] = [out.indexOf(' Swarm: active'), out.indexOf('  Manager Addresses:')];
    expect({ code, out: out.slice(from, to) }).toEqual({
      code: 0,
      out: [
        ' Swarm: active',
        '  NodeID: <id>',
        '  Is Manager: true',
        '  ClusterID: <id>',
        '  Managers: 1',
        '  Nodes: 3',
        '  Data Path Port: 4789',
        '  Orchestration:',
        '  Task History Retention Limit: 5',
        '  Raft:',
        '  Snapshot Interval: 10000',
        '  Number of Old Snapshots to Retain: 0',
        '  Heartbeat Tick: 1',
        '  Election Tick: 10',
        '  Dispatcher:',
        '  Heartbeat Period: 5 seconds',
        '  CA Configuration:',
        '  Expiry Duration: 3 months',
        '  Force Rotate: 0',
        '  Autolock Managers: false',
        '  Root Rotation In Progress: false',
        '  Node Address: <address>',
      ],
    });
  });

  test('nodes', async () => {
    const columns = '{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}} {{.Self}}';
    expect((await cli.ran('node', 'ls', '--format', columns)).stdout.split('\n').toSorted()).toEqual([
      '',
      'node1 Ready Active Leader true',
      'node2 Ready Active  false',
      'node3 Ready Active  false',
    ]);
    expect((await cli.says('node', 'ls')).out[0]).toBe(
      'ID  HOSTNAME  STATUS  AVAILABILITY  MANAGER STATUS  ENGINE VERSION',
    );
    const pretty = await cli.says('node', 'inspect', '--pretty', 'node2');
    expect(pretty.out.slice(0, 10)).toEqual([
      'ID:  <id>',
      'Hostname:  node2',
      'Joined at:  <time>',
      'Status:',
      ' State:  Ready',
      ' Availability:  Active',
      ' Address:  <address>',
      'Platform:',
      ' Operating System:  linux',
      ' Architecture:  x86_64',
    ]);
    const label = cli.name('disk');
    expect(await cli.says('node', 'update', '--label-add', `${label}=ssd`, 'node2')).toEqual(ok('node2'));
    const labelOf = `{{index .Spec.Labels "${label}"}}`;
    expect(await cli.says('node', 'inspect', '--format', labelOf, 'node2')).toEqual(ok('ssd'));
    expect(await cli.says('node', 'update', '--label-rm', label, 'node2')).toEqual(ok('node2'));
    expect(await cli.says('node', 'update', '--availability', 'drain', 'nobody')).toEqual(
      fails(cli.words('Error: No such node: nobody', 'Error response from daemon: node nobody not found')),
    );
    expect((await cli.says('node', 'ps', 'node3')).code).toBe(0);
  });
});
