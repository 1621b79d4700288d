import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, fails, ok, openSession, type Session } from './session.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'objects');
  });
  afterAll(() => cli.close());

  test('a service with everything, networks, secrets and configs', async () => {
    const [net, secret, config, all] = [
      cli.name('net'),
      cli.name('secret'),
      cli.name('config'),
      cli.name('all'),
    ];
    const port = String(18_800 + cli.release);
    expect(await cli.says('network', 'create', '--driver', 'overlay', '--attachable', net)).toEqual(
      ok('<id>'),
    );
    expect(await cli.says('network', 'create', '--driver', 'overlay', net)).toEqual(
      fails(`Error response from daemon: network with name ${net} already exists`),
    );
    expect(await cli.says('network', 'ls', '--filter', `name=${net}`)).toEqual(
      ok('NETWORK ID  NAME  DRIVER  SCOPE', `<id>  ${net}  overlay  swarm`),
    );
    const scope = '{{.Name}} {{.Driver}} {{.Scope}} {{.Attachable}} {{.Ingress}} {{len .IPAM.Config}}';
    expect(await cli.says('network', 'inspect', '--format', scope, net)).toEqual(
      ok(`${net} overlay swarm true false 1`),
    );
    expect(await cli.tell('hidden', 'secret', 'create', '--label', 'tier=front', secret, '-')).toEqual(
      ok('<id>'),
    );
    expect(await cli.tell('hidden', 'secret', 'create', secret, '-')).toEqual(
      fails(
        `Error response from daemon: rpc error: code = AlreadyExists desc = secret ${secret} already exists`,
      ),
    );
    expect(await cli.says('secret', 'ls', '--filter', `name=${secret}`)).toEqual(
      ok('ID  NAME  DRIVER  CREATED  UPDATED', `<id>  ${secret}  <time> ago  <time> ago`),
    );
    expect(await cli.says('secret', 'inspect', '--pretty', secret)).toEqual(
      ok(
        'ID:  <id>',
        `Name:  ${secret}`,
        'Labels:',
        ' - tier=front',
        'Driver:',
        'Created at:  <time>',
        'Updated at:  <time>',
      ),
    );
    expect(await cli.tell('hello', 'config', 'create', config, '-')).toEqual(ok('<id>'));
    expect(await cli.says('config', 'ls', '--filter', `name=${config}`)).toEqual(
      ok('ID  NAME  CREATED  UPDATED', `<id>  ${config}  <time> ago  <time> ago`),
    );
    expect(await cli.says('config', 'inspect', '--pretty', config)).toEqual(
      ok('ID:  <id>', `Name:  ${config}`, 'Created at:  <time>', 'Updated at:  <time>', 'Data:', 'hello'),
    );
    const flags = [
      ['--network', net, '--secret', secret, '--config', config, '--publish', `${port}:8080`, '--env', 'A=1'],
      [
        '--limit-cpu',
        '0.5',
        '--reserve-memory',
        '10m',
        '--constraint',
        'node.role==worker',
        '--label',
        'team=ops',
      ],
      [
        '--host',
        'db:10.0.0.1',
        '--update-delay',
        '1s',
        '--update-monitor',
        '1s',
        '--restart-max-attempts',
        '3',
      ],
    ].flat();
    expect(
      await cli.says('service', 'create', '--quiet', '--name', all, ...flags, cli.image('web:1')),
    ).toEqual(ok('<id>'));
    expect(await cli.says('service', 'inspect', '--pretty', all)).toEqual(
      ok(
        'ID:  <id>',
        `Name:  ${all}`,
        'Labels:',
        ' team=ops',
        'Service Mode:  Replicated',
        ' Replicas:  1',
        'Placement:',
        ' Constraints:  [node.role==worker]',
        'UpdateConfig:',
        ' Parallelism:  1',
        ' Delay:  1s',
        ' On failure:  pause',
        ' Monitoring Period: 1s',
        ' Max failure ratio: 0',
        ' Update order:  stop-first',
        'RollbackConfig:',
        ' Parallelism:  1',
        ' On failure:  pause',
        ' Monitoring Period: 5s',
        ' Max failure ratio: 0',
        ' Rollback order:  stop-first',
        'ContainerSpec:',
        ` Image:  ${cli.image('web:1')}@<digest>`,
        ' Env:  A=1',
        ' Init:  false',
        'Configs:',
        ` Target:  ${config}`,
        `  Source:  ${config}`,
        'Secrets:',
        ` Target:  ${secret}`,
        `  Source:  ${secret}`,
        'Resources:',
        ' Reservations:',
        '  Memory:  10MiB',
        ' Limits:',
        '  CPU:  0.5',
        `Networks: ${net}`,
        'Endpoint Mode:  vip',
        'Ports:',
        ` PublishedPort = ${port}`,
        '  Protocol = tcp',
        '  TargetPort = 8080',
        '  PublishMode = ingress',
      ),
    );
    expect(await cli.says('service', 'ls', '--filter', `name=${all}`)).toEqual(
      ok(
        'ID  NAME  MODE  REPLICAS  IMAGE  PORTS',
        `<id>  ${all}  replicated  1/1  ${cli.image('web:1')}  *:${port}->8080/tcp`,
      ),
    );
    const denied = 'Error response from daemon: rpc error: code =';
    expect(await cli.says('secret', 'rm', secret)).toEqual(
      fails(`${denied} InvalidArgument desc = secret '${secret}' is in use by the following service: ${all}`),
    );
    expect(await cli.says('config', 'rm', config)).toEqual(
      fails(`${denied} InvalidArgument desc = config '${config}' is in use by the following service: ${all}`),
    );
    const { code, err } = await cli.says('network', 'rm', net);
    expect({ code, err: err[0] }).toEqual({
      code: 1,
      err: `${denied} FailedPrecondition desc = network <id> is in use by service <id>`,
    });
    expect(await cli.says('service', 'rm', all)).toEqual(ok(all));
    expect(await cli.says('secret', 'rm', secret)).toEqual(ok(secret));
    expect(await cli.says('config', 'rm', config)).toEqual(ok(config));
    // a network that tasks still hold is refused: the engine has to stop them first
    await expect.poll(() => cli.says('network', 'rm', net), { timeout: 30_000 }).toEqual(ok(net));
    expect((await cli.says('network', 'rm', net)).err[0]).toBe(
      cli.words(`Error: No such network: ${net}`, `Error response from daemon: network ${net} not found`),
    );
  });
});
