import type { Engine } from '../engine.ts';
import type { Node, Service } from '../state/objects.ts';
import type { ServiceSpec } from '../state/spec.ts';
import type { Change } from '../state/store.ts';
import type { World } from '../world.ts';
import type { EngineEvent, EventLog } from './event-log.ts';

/** How many events an engine remembers (`moby daemon/events/events.go`, eventsLimit). */
const REMEMBERED = 256;

/**
 * The events of one engine, made of what changes in the swarm while the engine is a manager (`moby daemon/events.go`). Every write
 * of an object is one, those of its status too; tasks have none. A manager that was cut off hears late of what it missed.
 */
export function startEventLog({ store }: World, engine: Engine): EventLog {
  const listeners = new Set<(event: EngineEvent) => void>();
  let ring: EngineEvent[] = [];
  let missed: EngineEvent[] = [];

  const publish = (event: EngineEvent): void => {
    ring.push(event);
    if (ring.length > REMEMBERED) ring.shift();
    for (const listener of listeners) listener(event);
  };
  const catchUp = (): void => {
    const late = missed;
    missed = [];
    for (const event of late) publish(event);
  };
  const isManager = (): boolean =>
    engine.nodeId !== undefined && store.nodes.get(engine.nodeId)?.manager !== undefined;

  store.watch((change, at) => {
    // most changes are of tasks, and there is a log for each engine
    if (change.kind === 'task' || change.kind === 'cluster') return;
    if (!engine.powered || !isManager()) return;
    const event = eventOf(change, at);
    if (event === undefined) return;
    if (engine.connected) {
      catchUp();
      publish(event);
      return;
    }
    missed.push(event);
    if (missed.length > REMEMBERED) missed.shift();
  });

  return {
    recent: () => {
      if (engine.connected) catchUp();
      return [...ring];
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    restart: () => {
      ring = [];
      missed = [];
      listeners.clear();
    },
  };
}

/** The event of a change; undefined for what has none. `at`: when it was written, ms. */
function eventOf(change: Change, at: number): EngineEvent | undefined {
  const { kind, before, after } = change;
  const object = after ?? before;
  if (object === undefined) return undefined;
  const attributes = attributesOf(change);
  if (attributes === undefined) return undefined;
  const action = before === undefined ? 'create' : after === undefined ? 'remove' : 'update';
  return {
    Type: kind as EngineEvent['Type'],
    Action: action,
    Actor: {
      ID: object.id,
      Attributes: Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    scope: 'swarm',
    time: Math.floor(at / 1000),
    timeNano: Math.round(at * 1e6),
  };
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf({ kind, before, after }: Change): Attributes | undefined {
  switch (kind) {
    case 'service':
      return serviceAttributes(before, after);
    case 'node':
      return nodeAttributes(before, after);
    case 'network':
      return { name: (after ?? before)?.name ?? '' };
    case 'secret':
    case 'config':
      return { name: (after ?? before)?.spec.Name ?? '' };
    case 'task':
    case 'cluster':
      return undefined;
  }
}

function serviceAttributes(before: Service | undefined, after: Service | undefined): Attributes {
  const name = { name: (after ?? before)?.spec.Name ?? '' };
  if (before === undefined || after === undefined) return name;
  const [was, is] = [before.updateStatus?.state, after.updateStatus?.state];
  return {
    ...name,
    ...changed(
      'image',
      before.spec.TaskTemplate.ContainerSpec.Image,
      after.spec.TaskTemplate.ContainerSpec.Image,
    ),
    ...changed('replicas', replicasOf(before.spec), replicasOf(after.spec)),
    ...(is === undefined
      ? {}
      : was === undefined
        ? { 'updatestate.new': is }
        : changed('updatestate', was, is)),
  };
}

function replicasOf({ Mode: mode }: ServiceSpec): number | undefined {
  return 'Replicated' in mode ? mode.Replicated.Replicas : undefined;
}

function nodeAttributes(before: Node | undefined, after: Node | undefined): Attributes {
  const node = after ?? before;
  const name = { name: node?.spec.Name ?? node?.description.hostname ?? '' };
  if (before === undefined || after === undefined) return name;
  const managed = before.manager !== undefined && after.manager !== undefined;
  return {
    ...name,
    ...changed('availability', before.spec.Availability, after.spec.Availability),
    ...changed('role', roleOf(before), roleOf(after)),
    ...changed('state', before.status.state, after.status.state),
    ...(managed ? changed('leader', before.manager.leader, after.manager.leader) : {}),
    ...(managed ? changed('reachability', before.manager.reachability, after.manager.reachability) : {}),
  };
}

/** The role that the node has, not the one that is wished. */
const roleOf = ({ manager }: Node): string => (manager === undefined ? 'worker' : 'manager');

type Value = string | number | boolean | undefined;

function changed(what: string, before: Value, after: Value): Attributes {
  if (before === undefined || after === undefined || before === after) return {};
  return { [`${what}.old`]: String(before), [`${what}.new`]: String(after) };
}
