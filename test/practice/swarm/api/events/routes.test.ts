import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseFilters, type Filters } from '../../../../../src/practice/swarm/api/filters.ts';
import { includes } from '../../../../../src/practice/swarm/api/events/event-filter.ts';
import type { EngineEvent } from '../../../../../src/practice/swarm/events/event-log.ts';
import { eventRoutes } from '../../../../../src/practice/swarm/api/events/routes.ts';
import { parseTimestamp } from '../../../../../src/practice/swarm/api/timestamp.ts';
import { ask, served, START, type Served } from '../ground.ts';

const open: Served[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.serving.close();
});

/** An engine that made a secret at START, and another each second after. */
async function start(...names: readonly string[]): Promise<Served> {
  const one = await served(eventRoutes);
  open.push(one);
  one.context.events.restart();
  for (const name of names) make(one, name);
  return one;
}

function make(one: Served, name: string): void {
  one.world.store.write((tx) => tx.create('secret', { id: `id-${name}`, spec: { Name: name, Labels: {} } }));
  one.timeline.advance(1000);
}

const seconds = START / 1000;

/** Names of those whose events come before the end of a stream that asks for no more than the past. */
async function past(one: Served, query: string): Promise<readonly string[]> {
  const { body } = await ask(one.serving.port, `/v1.41/events?${query}`);
  return namesOf(body);
}

const namesOf = (body: string): readonly string[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as EngineEvent).Actor.Attributes['name'] ?? '');

describe('GET /events', () => {
  it('replays what is asked for, to the nanosecond', async () => {
    const one = await start('a', 'b', 'c', 'd');
    const until = `until=${seconds + 3}.5`;
    expect(await past(one, `since=${seconds}&${until}`)).toEqual(['a', 'b', 'c', 'd']);
    expect(await past(one, `since=${seconds + 1}.000000000&${until}`)).toEqual(['b', 'c', 'd']);
    expect(await past(one, `since=${seconds + 1}.000000256&${until}`)).toEqual(['c', 'd']);
    expect(await past(one, `since=0&until=${seconds + 1}`)).toEqual(['a', 'b']);
    expect(await past(one, `until=${seconds + 1}`)).toEqual(['a', 'b']);
  });

  it('goes on with what comes, without the past where none is asked for', async () => {
    const one = await start('a');
    let so: string | undefined;
    const answer = ask(one.serving.port, '/events', { onData: (body) => (so = body) });
    let all = '';
    const whole = ask(one.serving.port, '/events?since=1', { onData: (body) => (all = body) });
    await vi.waitFor(() => expect([so, namesOf(all)]).toEqual(['', ['a']]));
    make(one, '<b>');
    await vi.waitFor(() => expect(namesOf(all)).toEqual(['a', '<b>']));
    await vi.waitFor(() => expect(namesOf(so ?? '')).toEqual(['<b>']));
    expect(so).toBe(
      `{"Type":"secret","Action":"create","Actor":{"ID":"id-\\u003cb\\u003e","Attributes":{"name":"\\u003cb\\u003e"}},"scope":"swarm","time":${seconds + 1},"timeNano":${seconds + 1}000000000}\n`,
    );
    const broken = [answer, whole].map((cut) => expect(cut).rejects.toThrow('broken after'));
    one.faults.cutStreams('/events');
    await Promise.all(broken);
  });

  it('ends at a time to come', async () => {
    const one = await start('a');
    let so = '';
    const answer = ask(one.serving.port, `/events?since=1&until=${seconds + 10}`, {
      onData: (body) => (so = body),
    });
    await vi.waitFor(() => expect(so).not.toBe(''));
    expect(one.serving.parked()).toBe(1);
    make(one, 'b');
    one.timeline.advance(8000);
    expect(namesOf((await answer).body)).toEqual(['a', 'b']);
    make(one, 'c');
    expect(one.timeline.next()).toBeUndefined();
  });

  // what a 20.10.24 answered
  it.each([
    ['since=x', 500, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['until=1.x', 500, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['since=2020-01-01T00:00:00Z', 500, 'strconv.ParseInt: parsing "2020-01-01T00:00:00Z": invalid syntax'],
    [
      'since=99999999999999999999',
      500,
      'strconv.ParseInt: parsing "99999999999999999999": value out of range',
    ],
    ['since=20&until=10', 400, '`since` time (20) cannot be after `until` time (10)'],
    ['since=1.5&until=1.49', 400, '`since` time (1.5) cannot be after `until` time (1.49)'],
    ['filters=x', 500, "invalid character 'x' looking for beginning of value"],
  ])('refuses %s', async (query, status, message) => {
    const one = await start();
    const said = await ask(one.serving.port, `/events?${query}`);
    expect({ status: said.status, body: JSON.parse(said.body) as unknown }).toEqual({
      status,
      body: { message },
    });
  });
});

describe('a time', () => {
  it('has its fraction in nanoseconds, however many digits it has', () => {
    expect(['5', '5.5', '5.000000001', '5.1234567899', '-1'].map(parseTimestamp)).toEqual([
      { nanos: 5_000_000_000n },
      { nanos: 5_500_000_000n },
      { nanos: 5_000_000_001n },
      { nanos: 5_123_456_789n },
      { nanos: -1_000_000_000n },
    ]);
  });
});

describe('a filter of events', () => {
  const event = (fields: Partial<EngineEvent>): EngineEvent => ({
    Type: 'service',
    Action: 'update',
    Actor: { ID: 'abc123', Attributes: { name: 'web', 'updatestate.new': 'completed' } },
    scope: 'swarm',
    time: 0,
    timeNano: 0,
    ...fields,
  });
  const filters = (asked: object): Filters =>
    parseFilters(new URLSearchParams({ filters: JSON.stringify(asked) }));

  it.each([
    [{}, true],
    [{ type: ['service'] }, true],
    [{ type: ['node', 'service'] }, true],
    [{ type: ['node'] }, false],
    [{ event: ['update'] }, true],
    [{ event: ['up'] }, false],
    [{ scope: ['swarm'] }, true],
    [{ scope: ['local'] }, false],
    [{ service: ['web'] }, true],
    [{ service: ['w'] }, true],
    [{ service: ['abc'] }, true],
    [{ service: ['db'] }, false],
    [{ node: ['db'] }, false],
    [{ label: ['name=web'] }, true],
    [{ label: ['updatestate.new=completed', 'name'] }, true],
    [{ label: ['updatestate.new=paused'] }, false],
    [{ image: ['web:1'] }, false],
    [{ bogus: ['x'] }, true],
    [{ type: ['service'], event: ['create'] }, false],
  ])('%j: %s', (asked, included) => {
    expect(includes(filters(asked), event({}))).toBe(included);
  });

  it('finds containers by their image, with and without its tag', () => {
    const container = event({
      Type: 'container',
      Action: 'health_status: healthy',
      Actor: { ID: 'c1', Attributes: { name: 'web.1', image: 'registry:5000/web:1' } },
    });
    expect(includes(filters({ image: ['registry:5000/web:1'] }), container)).toBe(true);
    expect(includes(filters({ image: ['registry:5000/web'] }), container)).toBe(true);
    expect(includes(filters({ image: ['web'] }), container)).toBe(false);
    expect(includes(filters({ event: ['health_status'] }), container)).toBe(true);
  });
});
