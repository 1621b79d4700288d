import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, ok, openSession, type Session } from './session.ts';
import { progress } from './said-by-cli.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'services');
  });
  afterAll(() => cli.close());

  test('a service: create, scale, update, rollback, each with its progress', async () => {
    const web = cli.name('web');
    const whole = (count: number, last: string, doing = '') => [
      `overall progress: ${doing}0 out of ${count} tasks`,
      ...Array.from({ length: count }, (_, index) => `${index + 1}/${count}:`),
      `overall progress: ${doing}${count} out of ${count} tasks`,
      'verify: Waiting 1 seconds to verify that tasks are stable...',
      cli.words('verify: Service converged', `verify: Service ${last} converged`),
    ];
    const did = async (...args: string[]) => {
      const { code, stdout, stderr } = await cli.ran('service', ...args);
      return { code, out: progress(stdout), err: stderr };
    };
    const create = ['create', '--name', web, '--replicas', '2', '--update-monitor', '1s'];
    expect(await did(...create, cli.image('web:1'))).toEqual({
      code: 0,
      out: ['<id>', ...whole(2, '<id>')],
      err: '',
    });
    expect(await cli.says('service', 'ls', '--filter', `name=${web}`)).toEqual(
      ok('ID  NAME  MODE  REPLICAS  IMAGE  PORTS', `<id>  ${web}  replicated  2/2  ${cli.image('web:1')}`),
    );
    expect(await did('scale', `${web}=3`)).toEqual({
      code: 0,
      out: [`${web} scaled to 3`, ...whole(3, web)],
      err: '',
    });
    expect(await did('update', '--image', cli.image('web:2'), '--update-parallelism', '2', web)).toEqual({
      code: 0,
      out: [web, ...whole(3, web)],
      err: '',
    });
    expect(await did('rollback', web)).toEqual({
      code: 0,
      out: [web, 'rollback: manually requested rollback', ...whole(3, web, 'rolling back update: ')],
      err: '',
    });
    const image = '{{.Spec.TaskTemplate.ContainerSpec.Image}}';
    expect(await cli.says('service', 'inspect', '--format', image, web)).toEqual(
      ok(`${cli.image('web:1')}@<digest>`),
    );
    expect(await cli.says('service', 'rm', web)).toEqual(ok(web));
  });

  test('a global service, and one that is forced', async () => {
    const every = cli.name('every');
    const create = ['create', '--name', every, '--mode', 'global', '--update-monitor', '1s'];
    const { code, stdout } = await cli.ran('service', ...create, cli.image('web:1'));
    expect({ code, out: progress(stdout) }).toEqual({
      code: 0,
      out: [
        '<id>',
        'overall progress: 0 out of 3 tasks',
        'overall progress: 3 out of 3 tasks',
        'verify: Waiting 1 seconds to verify that tasks are stable...',
        cli.words('verify: Service converged', 'verify: Service <id> converged'),
      ],
    });
    const columns = '{{.Name}} {{.Node}} {{.DesiredState}}';
    const { stdout: tasks } = await cli.ran('service', 'ps', '--format', columns, every);
    expect(
      tasks
        .trim()
        .split('\n')
        .map((line) => line.replace(/\.[0-9a-z]{25}/, '.<id>'))
        .toSorted(),
    ).toEqual([`${every}.<id> node1 Running`, `${every}.<id> node2 Running`, `${every}.<id> node3 Running`]);
    const forced = await cli.ran('service', 'update', '--force', '--update-parallelism', '0', every);
    expect({ code: forced.code, end: progress(forced.stdout).at(-1) }).toEqual({
      code: 0,
      end: cli.words('verify: Service converged', `verify: Service ${every} converged`),
    });
    expect(await cli.says('service', 'ps', '--quiet', '--filter', 'desired-state=running', every)).toEqual(
      ok('<id>', '<id>', '<id>'),
    );
    expect(await cli.says('service', 'rm', every)).toEqual(ok(every));
  });
});
