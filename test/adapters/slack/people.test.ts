import { expect, it } from 'vitest';
import { createPeople } from '../../../src/adapters/slack/people.ts';
import { createPublisher } from '../../../src/adapters/slack/publisher.ts';
import { manualClock } from '../../support/fake-clock.ts';
import { keptLog } from '../../support/kept-log.ts';

const none = new AbortController().signal;
const own = { userId: 'U0BOT', botId: 'B0BOT', teamId: 'T1', enterpriseId: 'E1' };

/** People over an API that always gives this answer. */
function setUp(user: Record<string, unknown>) {
  const clock = manualClock();
  const asked: unknown[] = [];
  const people = createPeople({
    api: {
      call: async (method, args) => {
        asked.push([method, args]);
        return { ok: true, user: { id: 'U1', team_id: 'T1', name: 'ana', ...user } };
      },
    },
    publisher: createPublisher({ clock, log: keptLog(), update: async () => {} }),
    clock,
    identity: async () => own,
    stop: none,
  });
  return { clock, asked, people };
}

it.each([
  ['member', {}],
  ['guest', { is_restricted: true }],
  ['guest', { is_ultra_restricted: true }],
  ['stranger', { team_id: 'T2' }],
  ['stranger', { is_stranger: true }],
  ['stranger', { team_id: undefined }],
  ['stranger', { team_id: 'T2', enterprise_user: { enterprise_id: 'E2' } }],
  ['member', { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }],
  ['bot', { is_bot: true }],
  ['deactivated', { deleted: true, is_bot: true }],
])('calls somebody a %s by %o', async (kind, user) => {
  const { people } = setUp(user);

  expect(await people.who('U1', none)).toEqual({ id: 'U1', name: 'ana', kind });
});

it('uses an answer for a minute and no longer', async () => {
  const { clock, asked, people } = setUp({});

  await people.who('U1', none);
  await clock.advance(59_999);
  await people.who('U1', none);
  const before = asked.length;
  await clock.advance(1);
  await people.who('U1', none);

  expect([before, asked.length]).toEqual([1, 2]);
});
