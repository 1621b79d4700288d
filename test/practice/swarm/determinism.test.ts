import { afterEach, expect, test } from 'vitest';
import { battered, requestOf, type Battered } from './fuzz/battered.ts';

const open: Battered[] = [];
afterEach(async () => {
  for (const { swarm } of open.splice(0)) await swarm.stop();
});

/** A day in the life of a swarm: every byte that it answers. */
const live = async (seed: number): Promise<readonly string[]> => {
  const on = await battered(seed);
  open.push(on);
  const { swarm, timeline } = on;
  const said: string[] = [];
  const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await on.send(requestOf(method, path, text, [['Content-Type', 'application/json']]));
    said.push(answer);
    return answer;
  };
  const look = async (): Promise<void> => {
    for (const path of ['/info', '/nodes', '/services?status=1', '/tasks', '/networks', '/swarm'])
      await ask('GET', path);
    const until = Math.floor(timeline.now() / 1000);
    await ask('GET', `/events?since=0&until=${until}`);
    await ask('GET', '/services/web0/logs?stdout=1&stderr=1&timestamps=1');
  };
  const spec = (at: number, tag: string) => ({
    Name: `web${at}`,
    TaskTemplate: { ContainerSpec: { Image: `registry:5000/${tag}` }, RestartPolicy: { Delay: 1e9 } },
    Mode: { Replicated: { Replicas: 4 } },
    UpdateConfig: {
      Parallelism: 1,
      Delay: 1e9,
      Monitor: 2e9,
      FailureAction: 'rollback',
      MaxFailureRatio: 0.3,
    },
    EndpointSpec: { Ports: [{ TargetPort: 80 }] },
  });
  for (let at = 0; at < 3; at += 1) await ask('POST', '/services/create', spec(at, 'web:1'));
  await ask('POST', '/networks/create', { Name: 'inner', Driver: 'overlay' });
  await ask('POST', '/secrets/create', { Name: 'key', Data: 'YQ==' });
  timeline.advance(20_000);
  await look();
  for (const [at, tag] of ['web:2', 'redis:crash', 'nowhere:1'].entries()) {
    const version = /"Index":(\d+)/.exec(await ask('GET', `/services/web${at}`))?.[1];
    await ask('POST', `/services/web${at}/update?version=${version}`, spec(at, tag));
    timeline.advance(3_000);
    await look();
  }
  await swarm.cutNode('node2');
  timeline.advance(40_000);
  await look();
  await swarm.mendNode('node2');
  await ask('DELETE', '/services/web1');
  timeline.advance(86_400_000);
  await look();
  return said;
};

test('the same seed and the same calls give the same bytes, and another seed gives others', async () => {
  const [first, second, other] = [await live(7), await live(7), await live(8)];
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});
