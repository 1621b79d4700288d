import { filters } from '../api.ts';
import type { Scenario } from '../scenario.ts';
import { base64, make } from './api-asks.ts';
import { about, lineOf, type SwarmEvent } from './events.ts';
import { OWN } from './nodes.ts';

type Timed = SwarmEvent & { readonly timeNano: number };

/** What was said is said again, so far as the engine remembers. */
export const eventReplay: Scenario = {
  name: 'event-replay',
  own: OWN,
  claims: ['events'],
  play: async (stage) => {
    const stream = await stage.events(filters({ type: ['secret'] }));
    const secret = async (name: string): Promise<void> => {
      const id = await make(stage, '/secrets/create', { Name: stage.name(name), Data: base64('x') });
      await stage.call('DELETE', `/secrets/${id}`);
    };
    for (const name of ['one', 'two', 'three']) await secret(name);
    await stage.until('all was heard', async () => stream.seen.length === 6);
    const seen = stream.seen as readonly Timed[];
    const third = between(seen[1], seen[2]);
    const fifth = between(seen[3], seen[4]);
    const [from, to] = [seen[0]?.time ?? 0, (seen[5]?.time ?? 0) + 1];
    const ask = async (what: string, query: string): Promise<void> => {
      const { status, body } = await stage.call('GET', `/events?${query}`);
      const lines = body.split('\n').filter((line) => line !== '');
      const events = about(
        lines.map((line) => JSON.parse(line) as unknown),
        stage.name(),
      );
      // an earlier play may have left some of its many
      stage.fact(what, { status, events: events.map(lineOf).filter((line) => !line.endsWith('many')) });
    };
    const own = filters({ type: ['secret'] });
    await ask('all', `since=${from}&until=${to}&${own}`);
    await ask('since the third', `since=${third}&until=${to}&${own}`);
    await ask('until the fifth', `since=${from}&until=${fifth}&${own}`);
    await ask('since the third until the fifth', `since=${third}&until=${fifth}&${own}`);
    await ask('until an end that is past, without a beginning', `until=${to}&${own}`);
    await ask('by name', `since=${from}&until=${to}&${filters({ secret: [stage.name('two')] })}`);
    await ask(
      'by the beginning of the name',
      `since=${from}&until=${to}&${filters({ secret: [stage.name('t')] })}`,
    );
    await ask('by id', `since=${from}&until=${to}&${filters({ secret: [seen[2]?.Actor.ID ?? ''] })}`);
    await ask(
      'by what happened',
      `since=${from}&until=${to}&${filters({ event: ['remove'], type: ['secret'] })}`,
    );
    await ask('by scope', `since=${from}&until=${to}&${filters({ scope: ['swarm'], type: ['secret'] })}`);
    await ask(
      'by another scope',
      `since=${from}&until=${to}&${filters({ scope: ['local'], type: ['secret'] })}`,
    );
    await ask('by another type', `since=${from}&until=${to}&${filters({ type: ['config'] })}`);
    for (let count = 0; count < 130; count += 1) await secret('many');
    await stage.until('all was heard', async () => stream.seen.length === 266);
    const end = ((stream.seen.at(-1) as SwarmEvent | undefined)?.time ?? 0) + 1;
    const { body } = await stage.call(
      'GET',
      `/events?since=${from}&until=${end}&${filters({ scope: ['swarm'] })}`,
    );
    stage.fact('as much as is remembered', body.split('\n').filter((line) => line !== '').length);
    const worker = await stage.call('GET', `/events?since=${from}&until=${to}&${own}`, { node: 'node2' });
    stage.fact('a worker has heard', worker.body);
  },
};

/** A moment between two events, as `since` and `until` take it: seconds with nine digits. */
const between = (first: Timed | undefined, second: Timed | undefined): string => {
  // nanoseconds are more than a number of JavaScript holds exactly, hence not the moment of an event itself
  const middle = (BigInt(first?.timeNano ?? 0) + BigInt(second?.timeNano ?? 0)) / 2n;
  return `${middle.toString().slice(0, -9)}.${middle.toString().slice(-9)}`;
};
