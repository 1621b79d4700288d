import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, fails, ok, openSession, type Session } from './session.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'refusals');
  });
  afterAll(() => cli.close());

  test('what is refused is refused in docker’s words', async () => {
    const no = cli.name('no');
    const create = (...flags: string[]) =>
      cli.says('service', 'create', '--detach', ...flags, cli.image('web:1'));
    const denied = 'Error response from daemon: rpc error: code =';
    const noService = cli.words(
      `Error: No such service: ${no}`,
      `Error response from daemon: service ${no} not found`,
    );
    expect(await create('--name', 'a b')).toEqual(
      fails(`${denied} InvalidArgument desc = name must be valid as a DNS name component`),
    );
    expect(await create('--name', no, '--constraint', 'nonsense')).toEqual(
      fails(`${denied} Unknown desc = constraint expected one operator from ==, !=`),
    );
    expect(await create('--name', no, '--network', no)).toEqual(
      fails(
        cli.words(`Error: No such network: ${no}`, `Error response from daemon: network ${no} not found`),
      ),
    );
    expect(await cli.says('service', 'rm', no)).toEqual(fails(noService));
    expect(await cli.says('service', 'scale', `${no}=2`)).toEqual(fails(`${no}: ${noService}`));
    expect(await cli.says('service', 'update', '--image', 'x', no)).toEqual(fails(noService));
    expect(await cli.says('service', 'ps', no)).toEqual(fails(`no such service: ${no}`));
    expect(await cli.says('service', 'logs', no)).toEqual(fails(`no such task or service: ${no}`));
    const missing = await cli.says('service', 'create', '--detach', '--name', no, cli.image('redis:missing'));
    expect(missing).toEqual({
      code: 0,
      out: ['<id>'],
      err: [
        `image ${cli.image('redis:missing')} could not be accessed on a registry to record`,
        `its digest. Each node will access ${cli.image('redis:missing')} independently,`,
        'possibly leading to different nodes running different',
        'versions of the image.',
      ],
    });
    await cli.untilSays(/No such image/, 'service', 'ps', '--no-trunc', no);
    expect(await create('--name', no)).toEqual(
      fails(
        `${denied} AlreadyExists desc = name conflicts with an existing object: service ${no} already exists`,
      ),
    );
    expect(await cli.says('service', 'rm', no)).toEqual(ok(no));
  });
});
