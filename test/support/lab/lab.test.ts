import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { labDown, labUp, ownLab, type Lab } from './lab.ts';
import { startEngineProxy } from '../engine-proxy.ts';
import { until } from '../run.ts';
import { createSampler, type Sample, type Sampler } from '../sampler.ts';

const own = ownLab('self');
let lab: Lab;

beforeAll(async () => {
  lab = await labUp(own);
});
afterAll(() => labDown(own));

const docker = async (...args: string[]): Promise<string> => {
  const ran = await lab.docker(args);
  expect(ran).toMatchObject({ code: 0 });
  return ran.stdout.trim();
};

const createService = async (name: string, replicas: number, image: string): Promise<Sampler> => {
  onTestFinished(async () => {
    await lab.docker(['service', 'rm', name]);
  });
  await docker(
    'service',
    'create',
    '--detach',
    '--name',
    name,
    '--replicas',
    `${replicas}`,
    '--restart-delay',
    '2s',
    lab.image(image),
  );
  const sampler = createSampler({ socket: lab.node('node1').socket });
  onTestFinished(() => sampler.stop());
  sampler.start(name);
  return sampler;
};

const seen = (sampler: Sampler, what: string, predicate: (sample: Sample) => boolean): Promise<void> =>
  until(what, async () => sampler.samples.some(predicate));

const running = (sample: Sample): number => sample.tasks.filter((task) => task.state === 'running').length;

describe('the lab', () => {
  it('is a swarm of three ready nodes', async () => {
    const nodes = await docker('node', 'ls', '--format', '{{.Hostname}} {{.Status}} {{.Availability}}');

    expect(nodes.split('\n').toSorted()).toEqual([
      'node1 Ready Active',
      'node2 Ready Active',
      'node3 Ready Active',
    ]);
  });

  it('runs a service whose image its registry resolves to a digest', async () => {
    const sampler = await createService('selftest-good', 3, 'redis:3.0.5');

    await seen(sampler, 'three tasks run', (sample) => running(sample) === 3);

    const last = sampler.samples.at(-1);
    expect(last?.service?.image).toMatch(/^registry:5000\/redis:3\.0\.5@sha256:[0-9a-f]{64}$/);
    expect(last?.tasks.map((task) => task.node).toSorted()).toEqual(['node1', 'node2', 'node3']);
    expect(sampler.failures).toEqual([]);
  });

  it('has an image that fails at once with exit code 3', async () => {
    const sampler = await createService('selftest-crash', 1, 'redis:crash');

    await seen(sampler, 'a task fails', (sample) => sample.tasks.some((task) => task.state === 'failed'));

    const failed = sampler.samples.at(-1)?.tasks.find((task) => task.state === 'failed');
    expect(failed).toMatchObject({
      slot: 1,
      desired: 'shutdown',
      err: 'task: non-zero exit (3)',
      exitCode: 3,
    });
  });

  it('has an image that turns unhealthy', async () => {
    const sampler = await createService('selftest-sick', 1, 'redis:sick');

    await seen(sampler, 'a task fails', (sample) => sample.tasks.some((task) => task.state === 'failed'));

    const failed = sampler.samples.at(-1)?.tasks.find((task) => task.state === 'failed');
    expect(failed?.err).toBe('task: non-zero exit (137): dockerexec: unhealthy container');
  });

  it('shows one write for one update through the proxy', async () => {
    const sampler = await createService('selftest-update', 2, 'web:1');
    const proxy = await startEngineProxy({ target: lab.node('node1').socket, listen: 0 });
    onTestFinished(() => proxy.close());
    await seen(sampler, 'two tasks run', (sample) => running(sample) === 2);

    const update = ['service', 'update', '--detach', '--image', lab.image('web:2'), 'selftest-update'];
    await lab.docker(update, { host: proxy.url });
    await seen(sampler, 'the update completes', (sample) => sample.service?.updateState === 'completed');

    expect(proxy.writes().map(({ method, status }) => ({ method, status }))).toEqual([
      { method: 'POST', status: 200 },
    ]);
    expect(proxy.writes()[0]?.url).toMatch(/^\/v1\.41\/services\/[a-z0-9]+\/update\?/);
    expect(
      sampler.samples
        .at(-1)
        ?.tasks.filter((task) => task.state === 'running')
        .map((task) => task.image),
    ).toEqual([expect.stringContaining('web:2@'), expect.stringContaining('web:2@')]);
  });

  it('loses a node, which the swarm calls down, and gets it back', async () => {
    const status = async () =>
      (await docker('node', 'inspect', 'node3', '--format', '{{.Status.State}}')).trim();

    await lab.loseNode('node3');
    onTestFinished(() => until('node3 is ready', async () => (await status()) === 'ready'));
    await until('node3 is down', async () => (await status()) === 'down');
    await lab.returnNode('node3');

    await until('node3 is ready', async () => (await status()) === 'ready');
    expect(
      (await lab.docker(['info', '--format', '{{.Swarm.LocalNodeState}}'], { node: 'node3' })).stdout.trim(),
    ).toBe('active');
  });
});
