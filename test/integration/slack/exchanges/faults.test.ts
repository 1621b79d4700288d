import { expect, it } from 'vitest';
import type { Fault } from '../../../../src/practice/slack/faults.ts';
import { hasty, inBothModes, none, view } from '../harness.ts';

const ops = { channel: 'C1', kind: 'channel' } as const;

/** `twice`: it has happened, so the next try says it again; hearing it twice is better than not hearing it. */
const faults = [
  ['a pause that is asked for', { kind: 'rate_limited', retryAfter: 1 }, { twice: false }],
  ['an error of the server', { kind: 'status', status: 500 }, { twice: false }],
  ['trouble in Slack itself', { kind: 'refuse', error: 'internal_error' }, { twice: false }],
  ['a slow answer', { kind: 'slow', ms: 200 }, { twice: false }],
  ['no answer at all', { kind: 'hang' }, { twice: false }],
  ['a connection that breaks', { kind: 'drop' }, { twice: false }],
  ['a lost answer', { kind: 'lost_answer' }, { twice: true }],
] as const;

inBothModes('through bad weather', (start) => {
  it.each(faults)(
    'with %s, what is answered, posted, edited and published arrives',
    async (_name, fault, { twice }) => {
      const running = await start(
        {
          say: async (said) => {
            await said.reply(view('3 nodes'));
            const card = await running.slack.messenger.post(ops, view('plan'), none);
            running.slack.messenger.edit(card, view('plan, confirmed'), { final: true });
          },
        },
        { clock: hasty, ...(fault.kind === 'hang' ? { callMs: 1_000 } : {}) },
      );
      const { workspace, slack, log } = running;
      const methods = ['chat.postMessage', 'chat.update', 'views.publish', 'users.info', 'response_url'];
      const inject = (method: string) => {
        const each: Fault = { ...fault, method };
        workspace.inject(each);
      };
      // Slack's own words for trouble are those of its methods: a response address has none.
      methods.filter((method) => fault.kind !== 'refuse' || method !== 'response_url').forEach(inject);

      const ana = workspace.as('ana');
      const [{ outcome }, person] = await Promise.all([
        ana.slash('ops', '/swarm nodes'),
        slack.people.who('U1', none),
        ana.openHome(),
      ]);
      await workspace.until(() => workspace.home('U1'), { timeout: 15_000 });
      await workspace.untilMessage('ops', ({ text }) => text === 'plan, confirmed', { timeout: 15_000 });
      await slack.messenger.drained(none);

      const times = twice ? 2 : 1;
      expect([outcome, person.kind]).toEqual(['acked', 'member']);
      expect(workspace.messages('ops').map(({ text }) => text)).toEqual(
        ['plan', 'plan, confirmed'].slice(-times),
      );
      expect(workspace.ephemerals('U1').map(({ text }) => text)).toEqual(Array(times).fill('3 nodes'));
      expect(workspace.countOf('chat.update')).toBe(fault.kind === 'slow' ? 1 : 2);
      expect(log.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    },
  );
});
