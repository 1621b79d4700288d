import { filters } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec, Stage } from '../stage.ts';
import { askAll, base64, make } from './api-asks.ts';
import { about, lineOf } from './events.ts';

const KINDS = { type: ['service', 'network', 'secret', 'config', 'node'] };

export const eventObjects: Scenario = {
  name: 'event-objects',
  claims: ['events'],
  play: async (stage) => {
    const stream = await stage.events(filters(KINDS));
    const heard = (lines: number) =>
      stage.until(`${lines} events`, async () => about(stream.seen, stage.name()).length >= lines, 10);
    for (const kind of ['secrets', 'configs'] as const) {
      const Name = stage.name(kind);
      const id = await make(stage, `/${kind}/create`, { Name, Labels: { a: '1' }, Data: base64('x') });
      const { Version } = await stage.get<{ Version: { Index: number } }>(`/${kind}/${id}`);
      const body = { Name, Labels: { a: '2' } };
      await stage.call('POST', `/${kind}/${id}/update?version=${Version.Index}`, { body });
      await stage.call('DELETE', `/${kind}/${id}`);
    }
    await heard(6);
    const network = await make(stage, '/networks/create', { Name: stage.name('net'), Driver: 'overlay' });
    await stage.until('it has a subnet', async () => {
      const { IPAM } = await stage.get<{ IPAM: { Config: readonly unknown[] | null } }>(
        `/networks/${network}`,
      );
      return (IPAM.Config ?? []).length > 0;
    });
    await stage.call('DELETE', `/networks/${network}`);
    await stage.until('the network is gone', async () =>
      about(stream.seen, stage.name()).some(({ Type, Action }) => Type === 'network' && Action === 'remove'),
    );
    stage.fact('of secrets, configs and networks', about(stream.seen, stage.name()));
    await services(stage);
    await askAll(stage, [
      { what: 'an unknown filter', path: `/events?${filters({ bogus: ['x'] })}&until=1` },
      { what: 'filters that are no JSON', path: '/events?filters={&until=1' },
      { what: 'an odd beginning', path: '/events?since=x' },
      { what: 'an odd end', path: '/events?until=x' },
      { what: 'an end before the beginning', path: '/events?since=20&until=10' },
      { what: 'an end in the past', path: `/events?until=1&${filters(KINDS)}` },
    ]);
  },
};

/** What is said of a service: each change of its image, its replicas and its rollout. */
const services = async (stage: Stage): Promise<void> => {
  const stream = await stage.events(filters({ type: ['service'], service: [stage.name('web')] }));
  const lines = () => about(stream.seen, stage.name('web')).map(lineOf);
  const said = (what: string, line: string) =>
    stage.until(what, async () => lines().some((one) => one.includes(line)), 20);
  const id = await stage.create({ ...stage.spec(), Name: stage.name('web') });
  const change = (by: Spec) => stage.update(id, (spec) => ({ ...spec, ...by }));
  await change({ Labels: { a: '1' } });
  await change({ Mode: { Replicated: { Replicas: 2 } } });
  await stage.untilRunning(id, 2);
  await change({ TaskTemplate: { ContainerSpec: { Image: stage.image('web:2') } } });
  await stage.untilStatus(id, 'completed');
  await said('the end of the rollout', 'updatestate.new=completed');
  await change({
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: { ContainerSpec: { Image: stage.image('redis:crash') } },
  });
  await stage.untilStatus(id, 'paused');
  await said('the pause', 'updatestate.new=paused');
  await stage.update(id, (spec) => spec, 'rollback=previous');
  await stage.untilStatus(id, 'rollback_completed', 20);
  await said('the end of the rollback', 'updatestate.new=rollback_completed');
  await stage.call('DELETE', `/services/${id}`);
  await said('the removal', 'service remove');
  stage.fact('of a service', lines());
  const [first] = about(stream.seen, stage.name('web'));
  stage.fact('an event whole', first);
};
