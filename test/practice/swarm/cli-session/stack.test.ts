import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, ok, openSession, type Session } from './session.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'stack');
  });
  afterAll(() => cli.close());

  test('a stack: deploy, ls, ps, services, deploy again, rm', async () => {
    const stack = cli.name('stack');
    const file = `${import.meta.dirname}/stack.yml`;
    const deploy = () => cli.ran('stack', 'deploy', '--compose-file', file, stack);
    const first = await deploy();
    expect({ code: first.code, out: first.stdout.trim().split('\n').toSorted() }).toEqual({
      code: 0,
      out: [
        `Creating config ${stack}_site`,
        `Creating network ${stack}_default`,
        `Creating network ${stack}_inner`,
        `Creating secret ${stack}_password`,
        `Creating service ${stack}_every`,
        `Creating service ${stack}_front`,
      ],
    });
    expect((await cli.ran('stack', 'ls', '--format', '{{.Name}} {{.Services}}')).stdout).toContain(
      `${stack} 2`,
    );
    await cli.untilSays(/3\/3[^]*2\/2/, 'stack', 'services', '--format', '{{.Name}} {{.Replicas}}', stack);
    expect(await cli.says('stack', 'services', stack)).toEqual(
      ok(
        'ID  NAME  MODE  REPLICAS  IMAGE  PORTS',
        `<id>  ${stack}_every  global  3/3  ${cli.image('web:1')}`,
        `<id>  ${stack}_front  replicated  2/2  ${cli.image('web:1')}`,
      ),
    );
    const columns = '{{.Name}} {{.Image}} {{.DesiredState}} {{.Error}}';
    const tasks = [
      ...Array.from({ length: 3 }, () => `${stack}_every.<id> ${cli.image('web:1')} Running`),
      `${stack}_front.1 ${cli.image('web:1')} Running`,
      `${stack}_front.2 ${cli.image('web:1')} Running`,
    ];
    expect(await cli.says('stack', 'ps', '--format', columns, stack)).toEqual(ok(...tasks));
    const again = await deploy();
    expect({
      code: again.code,
      out: again.stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/[0-9a-z]{25}/, '<id>'))
        .toSorted(),
    }).toEqual({
      code: 0,
      out: [`Updating service ${stack}_every (id: <id>)`, `Updating service ${stack}_front (id: <id>)`],
    });
    expect(await cli.says('stack', 'ps', '--format', columns, stack)).toEqual(ok(...tasks));
    const { code, stdout, stderr } = await cli.ran('stack', 'rm', stack);
    expect({ code, said: `${stdout}${stderr}`.trim().split('\n').toSorted() }).toEqual({
      code: 0,
      said: [
        `Removing config ${stack}_site`,
        `Removing network ${stack}_default`,
        `Removing network ${stack}_inner`,
        `Removing secret ${stack}_password`,
        `Removing service ${stack}_every`,
        `Removing service ${stack}_front`,
      ],
    });
    expect(await cli.says('stack', 'services', stack)).toEqual({
      code: 0,
      out: [],
      err: [`Nothing found in stack: ${stack}`],
    });
  });
});
