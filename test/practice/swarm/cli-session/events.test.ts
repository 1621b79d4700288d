import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, ok, openSession, type Session } from './session.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'events');
  });
  afterAll(() => cli.close());

  test('logs are followed over an update', async () => {
    const log = cli.name('log');
    await cli.says(
      'service',
      'create',
      '--quiet',
      '--name',
      log,
      '--update-monitor',
      '1s',
      cli.image('web:1'),
    );
    const following = cli.follow('service', 'logs', '--follow', '--raw', log);
    await expect.poll(following.out, { timeout: 30_000 }).toBe('version 1 is ready\n');
    await cli.says('service', 'update', '--quiet', '--image', cli.image('web:2'), log);
    await expect.poll(following.out, { timeout: 30_000 }).toBe('version 1 is ready\nversion 2 is ready\n');
    await following.end();
    expect(await cli.says('service', 'logs', '--raw', '--tail', '0', log)).toEqual(ok());
    expect(await cli.says('service', 'rm', log)).toEqual(ok(log));
  });

  test('tokens, and events from a time to a time', async () => {
    expect(await cli.says('swarm', 'join-token', 'worker')).toEqual(
      ok(
        'To add a worker to this swarm, run the following command:',
        '  docker swarm join --token <token> <address>:2377',
      ),
    );
    expect(await cli.says('swarm', 'join-token', '--quiet', 'manager')).toEqual(ok('<token>'));

    const told = cli.name('told');
    const since = String(Math.floor(Date.now() / 1000));
    await cli.says(
      'service',
      'create',
      '--quiet',
      '--name',
      told,
      '--update-monitor',
      '1s',
      cli.image('web:1'),
    );
    await cli.says('service', 'update', '--quiet', '--image', cli.image('web:2'), told);
    await cli.says('service', 'rm', told);
    const until = String(Math.ceil(Date.now() / 1000) + 1);
    const form = ['--filter', 'scope=swarm', '--format', '{{.Type}} {{.Action}} {{.Actor.Attributes}}'];
    expect(
      await cli.says('events', '--since', since, '--until', until, '--filter', `service=${told}`, ...form),
    ).toEqual(
      ok(
        `service create map[name:${told}]`,
        `service update map[image.new:${cli.image('web:2')}@<digest> image.old:${cli.image('web:1')}@<digest> name:${told}]`,
        `service update map[name:${told} updatestate.new:updating]`,
        `service update map[name:${told} updatestate.new:completed updatestate.old:updating]`,
        `service remove map[name:${told}]`,
      ),
    );
  });
});
