import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { battered, requestOf, type Battered } from './battered.ts';

let on: Battered;
beforeEach(async () => {
  on = await battered(1);
});
afterEach(async () => {
  await on.swarm.stop();
  if (on.crashes.length > 0) throw new AggregateError(on.crashes, 'faults of the engine');
});

const statusOf = (answer: string): string => answer.slice(9, 12);
const json: readonly (readonly [string, string])[] = [['Content-Type', 'application/json']];
const post = (path: string, body: unknown): Promise<string> =>
  on.send(requestOf('POST', path, typeof body === 'string' ? body : JSON.stringify(body), json));
const get = async (path: string): Promise<unknown> => {
  const answer = await on.send(requestOf('GET', path));
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
};
const specOf = (name: string, container: object = {}, task: object = {}, replicas = 1) => ({
  Name: name,
  TaskTemplate: { ContainerSpec: { Image: 'registry:5000/web:1', ...container }, ...task },
  Mode: { Replicated: { Replicas: replicas } },
});

/** A fault of these would hold up or end the process, or stop its clock. */
describe('the engine goes on, and answers as docker does,', () => {
  test.each([['/services/create'], ['/networks/create']])('for a long bad name: %s', async (path) => {
    const before = process.cpuUsage();
    const body = { ...specOf(`${'a'.repeat(60)}!`), Driver: 'overlay' };
    expect(await post(path, body)).toContain('name must be valid as a DNS name component');
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });

  test.each([
    ['constraint', { Constraints: ['node.labels.constructor == a', 'engine.labels.__proto__ == b'] }],
    ['preference', { Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.constructor' } }] }],
  ])('for a %s by a label that only JavaScript knows', async (_, Placement) => {
    expect(statusOf(await post('/services/create', specOf('odd', {}, { Placement })))).toBe('201');
    on.timeline.advance(5_000);
    const tasks = (await get('/tasks')) as readonly { readonly Status: { readonly State: string } }[];
    const expected = 'Constraints' in Placement ? 'pending' : 'running';
    expect(tasks.map(({ Status }) => Status.State)).toEqual([expected]);
  });

  test('for a sleep of no number', async () => {
    const Command = ['sh', '-c', 'sleep 1.2.3; exit 7'];
    expect(statusOf(await post('/services/create', specOf('odd', { Command })))).toBe('201');
    on.timeline.advance(2_000);
    expect(await get('/tasks')).toMatchObject([{ Status: { Err: 'task: non-zero exit (7)' } }, {}]);
  });

  test('for JSON that is deep, where anything may stand', async () => {
    for (const [opening, inner, closing] of [
      ['[', '', ']'],
      ['{"a":', '1', '}'],
    ] as const) {
      const PluginSpec = `${opening.repeat(9_000)}${inner}${closing.repeat(9_000)}`;
      const body = JSON.stringify(specOf(`deep${opening.length}`)).replace(
        '{"Cont',
        `{"PluginSpec":${PluginSpec},"Cont`,
      );
      expect(statusOf(await post('/services/create', body))).toBe('201');
    }
  });

  test.each([
    ['actions', '{{.a}}'.repeat(100_000)],
    ['quotes that do not close', `{{"${'\\"'.repeat(400_000)}}}`],
    ['a name that only JavaScript knows', '{{.constructor}}'],
  ])('for a template with %s', async (_, template) => {
    const before = process.cpuUsage();
    await post('/services/create', specOf('odd', { Env: [`A=${template}`] }));
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });

  test('for more tasks than there is memory', async () => {
    expect(statusOf(await post('/services/create', specOf('many', {}, {}, 1e9)))).toBe('201');
    on.timeline.advance(10);
    const [service] = (await get('/services?status=1')) as readonly { readonly ServiceStatus: object }[];
    expect(service?.ServiceStatus).toMatchObject({ DesiredTasks: 1e9 });
  });

  test.each([
    ['/services/%ff', '404'],
    ['/services/%', '400'],
    ['http://engine/v1.41/services', '200'],
  ])('for the path %s', async (path, status) => {
    const answer = await on.send(requestOf('GET', path));
    expect(statusOf(answer)).toBe(status);
  });

  test('for a slash that was hidden: whoever is sent to the clean path arrives', async () => {
    const sent = await on.send(requestOf('GET', '/v1.41/services/a%20%2F%2Fb@%3F?x=1'));
    expect(sent).toContain('\r\nLocation: /v1.41/services/a%20/b@%3F?x=1\r\n');
    expect(statusOf(await on.send(requestOf('GET', '/v1.41/services/a%20/b@%3F?x=1')))).toBe('404');
  });
});
