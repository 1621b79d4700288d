import { describe, expect, test } from 'vitest';
import type { TaskStatus } from '../../../../src/practice/swarm/state/objects.ts';
import { running, scene } from './scene.ts';

type Scene = ReturnType<typeof scene>;

/** How one task of this template goes on alone: its statuses in the store, by state, message, Err and exit code. */
const play = (template: ReturnType<typeof running>, seconds = 30) => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(template));
  swarm.timeline.advance(seconds * 1000);
  return { swarm, id, last: short(swarm.task(id).status) };
};

const short = ({ state, message, err, container }: TaskStatus) => ({
  state,
  message,
  ...(err === undefined ? {} : { err }),
  ...(container === undefined ? {} : { exitCode: container.exitCode }),
});

const statesOf = ({ seen }: Scene, id: string) => (seen.get(id) ?? []).map(({ state }) => state);

test('a task without a health check goes through its states and runs within half a second', () => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(running('web:1')));
  const took = swarm.until(() => swarm.task(id).status.state === 'running');
  expect(took).toBeGreaterThan(300);
  expect(took).toBeLessThan(700);
  const { container, ...status } = swarm.task(id).status;
  expect(status).toEqual({ state: 'running', message: 'started', timestamp: expect.any(Number) as number });
  expect(container).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    pid: expect.any(Number) as number,
    exitCode: 0,
  });
  expect(statesOf(swarm, id).slice(0, 2)).toEqual(['pending', 'assigned']);
});

test('a task with a health check is starting until its first good probe', () => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(running('redis:3.0.6')));
  swarm.timeline.advance(1500);
  expect(short(swarm.task(id).status)).toEqual({ state: 'starting', message: 'starting', exitCode: 0 });
  swarm.timeline.advance(1500);
  expect(short(swarm.task(id).status)).toEqual({ state: 'running', message: 'started', exitCode: 0 });
});

test('a health check that is switched off is not waited for', () => {
  const { last } = play(running('redis:3.0.6', { Healthcheck: { Test: ['NONE'] } }), 1);
  expect(last).toEqual({ state: 'running', message: 'started', exitCode: 0 });
});

test('a task that should be ready waits there, and starts when it should run', () => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(running('web:1')), { desiredState: 'ready' });
  swarm.timeline.advance(10_000);
  expect(short(swarm.task(id).status)).toEqual({ state: 'ready', message: 'prepared' });
  swarm.desire(id, 'running');
  expect(swarm.until(() => swarm.task(id).status.state === 'running')).toBeLessThan(700);
});

describe('the ends of tasks, in the words of the engine', () => {
  const ends: readonly [string, ReturnType<typeof running>, object][] = [
    [
      'a crash',
      running('redis:crash'),
      { state: 'failed', message: 'started', err: 'task: non-zero exit (3)', exitCode: 3 },
    ],
    [
      'a late crash',
      running('redis:crash9'),
      { state: 'failed', message: 'started', err: 'task: non-zero exit (4)', exitCode: 4 },
    ],
    [
      'turning unhealthy',
      running('redis:sick'),
      {
        state: 'failed',
        message: 'started',
        err: 'task: non-zero exit (137): dockerexec: unhealthy container',
        exitCode: 137,
      },
    ],
    [
      'never healthy, ends well when stopped',
      running('web:1', { Healthcheck: { Test: ['CMD-SHELL', 'false'], Interval: 1e9, Retries: 2 } }),
      { state: 'complete', message: 'finished', exitCode: 0 },
    ],
    [
      'no such image',
      running('redis:missing'),
      {
        state: 'rejected',
        message: 'preparing',
        err: 'No such image: registry:5000/redis:missing',
        exitCode: 0,
      },
    ],
    [
      'no tag, no such image',
      running('nosuch'),
      {
        state: 'rejected',
        message: 'preparing',
        err: 'No such image: registry:5000/nosuch:latest',
        exitCode: 0,
      },
    ],
    [
      'a bind mount of nothing',
      running('web:1', { Mounts: [{ Type: 'bind', Source: '/nonexistent/x', Target: '/y' }] }),
      {
        state: 'rejected',
        message: 'preparing',
        err: 'invalid mount config for type "bind": bind source path does not exist: /nonexistent/x',
        exitCode: 0,
      },
    ],
    [
      'an isolation of Windows',
      running('web:1', { Isolation: 'process' }),
      {
        state: 'rejected',
        message: 'preparing',
        err: "invalid isolation 'process' on linux",
        exitCode: 0,
      },
    ],
    [
      'credentials of Windows',
      running('web:1', { Privileges: { CredentialSpec: { Config: '', Registry: '', File: 'spec.json' } } }),
      {
        state: 'rejected',
        message: 'preparing',
        err: 'invalid --security-opt 2: "credentialspec=file://spec.json"',
        exitCode: 0,
      },
    ],
    [
      'a bad mount',
      running('web:1', { Mounts: [{ Type: 'bind', Source: 'rel', Target: '/y' }] }),
      {
        state: 'rejected',
        message: 'resolving controller failed',
        err: 'invalid bind mount source, must be an absolute path: rel',
      },
    ],
    [
      'a command that is not there',
      running('web:1', { Args: ['nosuch', '1'] }),
      {
        state: 'failed',
        message: 'starting',
        err:
          'starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: ' +
          'unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown',
        exitCode: 127,
      },
    ],
    [
      'a script that fails',
      running('web:1', { Command: ['sh', '-c', 'sleep 1; exit 3'] }),
      { state: 'failed', message: 'started', err: 'task: non-zero exit (3)', exitCode: 3 },
    ],
    [
      'a script that ends well',
      running('web:1', { Command: ['sh', '-c', 'echo done'] }),
      { state: 'complete', message: 'finished', exitCode: 0 },
    ],
    [
      'another program does not pass the health check of the image',
      running('redis:3.0.6', { Command: ['sleep', '1000'] }),
      {
        state: 'failed',
        message: 'starting',
        err: 'task: non-zero exit (137): dockerexec: unhealthy container',
        exitCode: 137,
      },
    ],
  ];
  test.each(ends)('%s', (_, template, expected) => {
    expect(play(template).last).toEqual(expected);
  });

  test('a registry that is silent is given up after 15 s', () => {
    const swarm = scene({ nodes: 1 });
    const template = { ...running(''), ContainerSpec: { Image: '10.99.0.1:5000/web:1' } };
    const id = swarm.makeTask(swarm.makeService(template));
    const took = swarm.until(() => swarm.task(id).status.state === 'rejected');
    expect(took).toBeGreaterThan(15_000);
    expect(took).toBeLessThan(15_600);
  });
});

describe('stopping', () => {
  const runningTask = (template: ReturnType<typeof running>) => {
    const swarm = scene({ nodes: 1 });
    const id = swarm.makeTask(swarm.makeService(template));
    swarm.until(() => swarm.task(id).status.state === 'running');
    return { swarm, id };
  };
  const stop = (template: ReturnType<typeof running>) => {
    const { swarm, id } = runningTask(template);
    swarm.desire(id, 'shutdown');
    const took = swarm.until(() => swarm.task(id).status.state === 'shutdown');
    return { took, status: short(swarm.task(id).status), before: (swarm.seen.get(id) ?? []).at(-2) };
  };

  test('waits a second, says -1 meanwhile, and ends with the code of the program', () => {
    const { took, status, before } = stop(running('web:1'));
    expect(took).toBeGreaterThan(1100);
    expect(took).toBeLessThan(1500);
    expect(status).toEqual({ state: 'shutdown', message: 'shutdown', exitCode: 0 });
    expect(before && short(before)).toEqual({ state: 'running', message: 'started', exitCode: -1 });
  });

  test('kills after the grace period what does not heed SIGTERM', () => {
    const { took, status } = stop(running('web:1', { Command: ['sleep', '1000'], StopGracePeriod: 2e9 }));
    expect(took).toBeGreaterThan(3100);
    expect(took).toBeLessThan(3500);
    expect(status).toEqual({ state: 'shutdown', message: 'shutdown', exitCode: 137 });
  });

  test('by a signal that the program does not heed takes the grace period, too', () => {
    const { took, status } = stop(running('web:1', { StopSignal: 'SIGUSR1', StopGracePeriod: 2e9 }));
    expect(took).toBeGreaterThan(3100);
    expect(took).toBeLessThan(3500);
    expect(status).toEqual({ state: 'shutdown', message: 'shutdown', exitCode: 137 });
  });

  test('of a task that has no container yet needs none', () => {
    const swarm = scene({ nodes: 1 });
    const id = swarm.makeTask(swarm.makeService(running('web:1')), { desiredState: 'shutdown' });
    swarm.timeline.advance(1000);
    expect(short(swarm.task(id).status)).toEqual({ state: 'shutdown', message: 'shutdown', exitCode: 0 });
  });

  test('a task that is removed ends without another word', () => {
    const { swarm, id } = runningTask(running('web:1'));
    const reported = swarm.seen.get(id)?.length;
    swarm.store.write((tx) => tx.remove('task', id));
    swarm.timeline.advance(5000);
    expect(swarm.seen.get(id)?.length).toBe(reported);
    expect(swarm.timeline.next()).toBeUndefined();
  });
});

test('a container writes what its image writes, and who follows hears the rest', () => {
  const swarm = scene({ nodes: 1 });
  const id = swarm.makeTask(swarm.makeService(running('redis:crash9')));
  swarm.until(() => swarm.task(id).status.state === 'running');
  const { log, followLog } = swarm.containers;
  expect(log(id)?.map(({ stream, line }) => [stream, line])).toEqual([['stdout', 'version crash9 is ready']]);
  const lines: string[] = [];
  followLog(id, ({ line }) => lines.push(line));
  swarm.timeline.advance(10_000);
  expect(lines).toEqual(['lost the database']);
});

test('host-mode ports are in the status once for each family', () => {
  const swarm = scene({ nodes: 1 });
  const port = { Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'host' } as const;
  const id = swarm.makeTask(swarm.makeService(running('web:1')), {
    endpoint: { ports: [port], virtualIPs: [] },
  });
  swarm.timeline.advance(2000);
  expect(swarm.task(id).status.ports).toEqual([port, port]);
});
