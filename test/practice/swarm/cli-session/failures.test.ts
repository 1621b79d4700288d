import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clis, fails, ok, openSession, type Session } from './session.ts';
import { progress } from './said-by-cli.ts';

describe.each(clis())('%s', (program) => {
  let cli: Session;
  beforeAll(async () => {
    cli = await openSession(program, 'failures');
  });
  afterAll(() => cli.close());

  test('an update that fails: exit code 1, its words, the table of tasks, the log', async () => {
    const crash = cli.name('crash');
    const policy = ['--update-monitor', '1s', '--restart-condition', 'none'];
    await cli.says('service', 'create', '--quiet', '--name', crash, ...policy, cli.image('web:1'));
    const failed = await cli.says('service', 'update', '--image', cli.image('redis:crash'), crash);
    const paused = 'service update paused: update paused due to failure or early termination of task <id>';
    expect({ ...failed, out: failed.out[0] }).toEqual({ code: 1, out: crash, err: [paused] });
    expect(await cli.says('service', 'ps', crash)).toEqual(
      ok(
        'ID  NAME  IMAGE  NODE  DESIRED STATE  CURRENT STATE  ERROR  PORTS',
        expect.stringMatching(
          new RegExp(
            `^<id>  ${crash}\\.1  ${cli.image('redis:crash')}  node\\d  Shutdown  Failed <time> ago  "task: non-zero exit \\(3\\)"$`,
          ),
        ),
        expect.stringMatching(
          new RegExp(
            `^<id>  \\\\_ ${crash}\\.1  ${cli.image('web:1')}  node\\d  Shutdown  Shutdown <time> ago$`,
          ),
        ),
      ),
    );
    await cli.untilSays(/cannot read[^]*ready|ready[^]*cannot read/, 'service', 'logs', '--raw', crash);
    const { stdout, stderr } = await cli.ran('service', 'logs', crash);
    expect(`${stdout}${stderr}`.trim().split('\n').map(logLine).toSorted()).toEqual([
      `${crash}.1 | cannot read the configuration`,
      `${crash}.1 | version 1 is ready`,
    ]);
    // the slot is dead and no longer the updater's, which has nothing to roll back and says so at once
    const back = await cli.ran('service', 'update', '--rollback', crash);
    expect({ code: back.code, end: progress(back.stdout).at(-1) }).toEqual({
      code: 0,
      end: 'rollback: rollback completed',
    });
    expect(await cli.says('service', 'rm', crash)).toEqual(ok(crash));
  });

  test('an update that the engine takes back: exit code 0, as docker has it', async () => {
    const auto = cli.name('auto');
    const policy = [
      '--update-monitor',
      '1s',
      '--rollback-monitor',
      '1s',
      '--update-failure-action',
      'rollback',
    ];
    await cli.says('service', 'create', '--quiet', '--name', auto, ...policy, cli.image('web:1'));
    const { code } = await cli.ran('service', 'update', '--image', cli.image('redis:crash'), auto);
    expect(code).toBe(0);
    const state = ['service', 'inspect', '--format', '{{.UpdateStatus.State}}', auto];
    expect(await cli.says(...state)).toEqual(ok('rollback_completed'));
    expect(await cli.says('service', 'rollback', auto)).toEqual(
      fails(
        'Error response from daemon: rpc error: code = FailedPrecondition desc = service <id> does not have a previous spec',
      ),
    );
    expect(await cli.says('service', 'rm', auto)).toEqual(ok(auto));
  });
});

/** A line of `service logs` without the task's id and node. */
const logLine = (line: string): string => line.replace(/^(\S+?)\.[0-9a-z]{12}@node\d +\| /, '$1 | ');
