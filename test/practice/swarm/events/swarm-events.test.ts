import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../../src/practice/swarm/events/event-log.ts';
import type { Service } from '../../../../src/practice/swarm/state/objects.ts';
import type { ServiceSpec } from '../../../../src/practice/swarm/state/spec.ts';
import { ground, START, type Ground } from '../api/ground.ts';

const spec = (fields: { image?: string; replicas?: number }): ServiceSpec => ({
  Name: 'web',
  Labels: {},
  TaskTemplate: { ContainerSpec: { Image: fields.image ?? 'web:1' }, ForceUpdate: 0 },
  Mode: { Replicated: { Replicas: fields.replicas ?? 1 } },
});

/** An engine whose beginnings are forgotten. */
function quiet(role: 'manager' | 'worker' = 'manager'): Ground {
  const on = ground(role);
  on.context.events.restart();
  return on;
}

const update = (on: Ground, fields: Partial<Pick<Service, 'spec' | 'updateStatus'>>): void => {
  on.world.store.write((tx) => tx.update('service', 's1', fields));
  on.timeline.advance(100);
};

const lines = (on: Ground): readonly string[] =>
  on.context.events.recent().map(({ Type, Action, Actor }) => {
    const attributes = Object.entries(Actor.Attributes).map(([key, value]) => `${key}=${value}`);
    return [Type, Action, ...attributes].join(' ');
  });

describe('the events of a swarm', () => {
  it('tell what changed in a service, with every write of it', () => {
    const on = quiet();
    on.world.store.write((tx) => tx.create('service', { id: 's1', spec: spec({}) }));
    on.timeline.advance(100);
    update(on, { spec: spec({ replicas: 2 }) });
    update(on, { spec: spec({ replicas: 2, image: 'web:2' }) });
    update(on, { updateStatus: { state: 'updating', message: 'update in progress' } });
    update(on, { updateStatus: { state: 'updating', message: 'still' } });
    update(on, { updateStatus: { state: 'completed', message: 'update completed' } });
    on.world.store.write((tx) => tx.remove('service', 's1'));
    on.timeline.advance(100);
    expect(lines(on)).toEqual([
      'service create name=web',
      'service update name=web replicas.new=2 replicas.old=1',
      'service update image.new=web:2 image.old=web:1 name=web',
      'service update name=web updatestate.new=updating',
      'service update name=web',
      'service update name=web updatestate.new=completed updatestate.old=updating',
      'service remove name=web',
    ]);
  });

  it('are whole, and carry the time of the write', () => {
    const on = quiet();
    on.world.store.write((tx) => tx.create('secret', { id: 'x1', spec: { Name: 'key', Labels: {} } }));
    on.timeline.advance(1000.5);
    on.world.store.write((tx) => tx.remove('secret', 'x1'));
    on.timeline.advance(2);
    const event = (Action: string, at: number): EngineEvent => ({
      Type: 'secret',
      Action,
      Actor: { ID: 'x1', Attributes: { name: 'key' } },
      scope: 'swarm',
      time: Math.floor(at / 1000),
      timeNano: at * 1e6,
    });
    expect(on.context.events.recent()).toEqual([event('create', START), event('remove', START + 1000.5)]);
  });

  it('tell what changed in a node', () => {
    const on = quiet();
    const change = (fields: object): void => {
      on.world.store.write((tx) => tx.update('node', 'node1id', fields));
      on.timeline.advance(100);
    };
    const manager = { leader: true, reachability: 'reachable', address: 'x' };
    change({ spec: { Labels: {}, Role: 'manager', Availability: 'drain' } });
    change({ status: { state: 'down', address: 'x' } });
    change({ manager: { ...manager, leader: false, reachability: 'unreachable' } });
    change({ spec: { Labels: { a: 'b' }, Role: 'manager', Availability: 'drain' } });
    expect(lines(on)).toEqual([
      'node update availability.new=drain availability.old=active name=node1',
      'node update name=node1 state.new=down state.old=ready',
      'node update leader.new=false leader.old=true name=node1 reachability.new=unreachable reachability.old=reachable',
      'node update name=node1',
    ]);
  });

  it('are none of tasks, and none on a worker or without power', () => {
    const on = quiet('worker');
    on.world.store.write((tx) => tx.create('service', { id: 's1', spec: spec({}) }));
    on.timeline.advance(100);
    expect(lines(on)).toEqual([]);
    const dark = quiet();
    dark.engine.powered = false;
    dark.world.store.write((tx) => tx.create('service', { id: 's1', spec: spec({}) }));
    dark.timeline.advance(100);
    expect(lines(dark)).toEqual([]);
  });

  it('come late to a manager that was cut off', () => {
    const on = quiet();
    const heard: string[] = [];
    on.context.events.listen(({ Type, Action }) => heard.push(`${Type} ${Action}`));
    on.engine.connected = false;
    on.world.store.write((tx) => tx.create('service', { id: 's1', spec: spec({}) }));
    on.timeline.advance(100);
    expect(lines(on)).toEqual([]);
    on.engine.connected = true;
    update(on, {});
    expect(lines(on)).toEqual(['service create name=web', 'service update name=web']);
    expect(heard).toEqual(['service create', 'service update']);
  });

  it('are forgotten but for the last 256, and all when the engine is started again', () => {
    const on = quiet();
    on.world.store.write((tx) => tx.create('service', { id: 's1', spec: spec({ replicas: 0 }) }));
    for (let replicas = 1; replicas <= 300; replicas++) update(on, { spec: spec({ replicas }) });
    const all = lines(on);
    expect(all).toHaveLength(256);
    expect(all[0]).toBe('service update name=web replicas.new=45 replicas.old=44');
    expect(all.at(-1)).toBe('service update name=web replicas.new=300 replicas.old=299');
    on.context.events.restart();
    expect(lines(on)).toEqual([]);
  });

  it('reach whoever listens until he stops', () => {
    const on = quiet();
    const heard: string[] = [];
    const stop = on.context.events.listen(({ Action }) => heard.push(Action));
    on.world.store.write((tx) => tx.create('service', { id: 's1', spec: spec({}) }));
    on.timeline.advance(100);
    stop();
    update(on, {});
    expect(heard).toEqual(['create']);
  });
});
