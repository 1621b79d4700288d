import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { openStore } from '../../src/adapters/store/store.ts';
import { executor } from '../../src/app/execute.ts';
import { front } from '../../src/app/front.ts';
import type { Parts } from '../../src/app/parts.ts';
import { sweep } from '../../src/app/sweep.ts';
import type { Place } from '../../src/core/ports/messenger.ts';
import type { Person } from '../../src/core/ports/people.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Rollout } from '../../src/core/rollout/rollout.ts';
import { PLAN_LABEL } from '../../src/core/swarm/spec.ts';
import type { Action, Form, View } from '../../src/core/view/view.ts';
import { aService, aSpec } from '../support/builders/index.ts';
import { countedIds, leapingClock } from '../support/fake-clock.ts';
import { fakeEngine } from '../support/fake-engine.ts';
import { fakeMessenger } from '../support/fake-messenger.ts';

const signal = new AbortController().signal;
const ops: Place = { channel: 'ops', kind: 'channel' };
const MINUTE = 60_000;
let store: Store;
let clock = leapingClock();

beforeEach(async () => {
  clock = leapingClock();
  store = await openStore({ file: ':memory:', key: new Uint8Array(32).fill(7), clock });
});
afterEach(() => store.close());

describe('a change', () => {
  test('shows its plan and changes nothing', async () => {
    const { bot, engine, messenger } = scene();
    await bot.say('ana', 'scale redis=5');
    expect(engine.asked()).toBe(0);
    expect(messenger.messages).toHaveLength(1);
    expect(buttons(messenger.messages[0]?.views.at(-1))).toEqual(['confirm', 'change', 'cancel']);
  });

  test('confirmed, runs the stored plan once and is followed', async () => {
    const { bot, engine, followed } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'confirm');
    expect(engine.accepted()).toBe(1);
    expect(engine.service()?.Spec).toEqual({
      ...aSpec({ replicas: 5 }),
      Labels: { [PLAN_LABEL]: await planId() },
    });
    expect(followed.map(({ serviceName, kind }) => [serviceName, kind])).toEqual([['redis', 'scale']]);
    expect(await bot.states()).toEqual(['done']);
  });

  test('confirmed twice at once, is written once, and one click is told so', async () => {
    const { bot, engine } = scene();
    await bot.say('ana', 'scale redis=5');
    await Promise.all([bot.click('ana', 'confirm'), bot.click('ana', 'confirm')]);
    expect(engine.accepted()).toBe(1);
    expect(bot.replies('ana')).toHaveLength(1);
  });

  test('can be confirmed by its requester alone', async () => {
    const { bot, engine } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('li', 'confirm');
    expect(engine.asked()).toBe(0);
    expect(bot.replies('li')).toEqual(['Only the one who asked for this change can decide it.']);
    expect(await bot.states()).toEqual(['proposed']);
  });

  test('is refused to somebody who lost the right since', async () => {
    const { bot, engine, people } = scene();
    await bot.say('ana', 'scale redis=5');
    people.set('ana', 'guest');
    await bot.click('ana', 'confirm');
    expect(engine.asked()).toBe(0);
    expect(bot.replies('ana')).toEqual(['Guests cannot use Waggle.']);
  });

  test('is not run by a click in another channel', async () => {
    const { bot, engine } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'confirm', { channel: 'other', kind: 'channel' });
    expect(engine.asked()).toBe(0);
    expect(await bot.states()).toEqual(['proposed']);
  });

  test('expires', async () => {
    const { bot, engine } = scene();
    await bot.say('ana', 'scale redis=5');
    await clock.sleep(15 * MINUTE, signal);
    await bot.click('ana', 'confirm');
    expect(engine.asked()).toBe(0);
    expect(await bot.states()).toEqual(['expired']);
  });

  test('cancelled, is over', async () => {
    const { bot, engine, messenger } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'cancel');
    await bot.click('ana', 'confirm');
    expect(engine.asked()).toBe(0);
    expect(await bot.states()).toEqual(['cancelled']);
    expect(buttons(messenger.messages[0]?.views.at(-1))).toEqual([]);
  });

  test('planned against a spec that has moved, is void, and the new plan says what moved', async () => {
    const { bot, engine, messenger } = scene();
    await bot.say('ana', 'scale redis=5');
    engine.change({ Spec: aSpec({ replicas: 4 }), PreviousSpec: aSpec() });
    await bot.click('ana', 'confirm');
    expect(engine.asked()).toBe(0);
    expect(await bot.states()).toEqual(['void', 'proposed']);
    expect(words(messenger.messages[1]?.views[0])).toContain('Since the plan before: redis replicas 3 -> 4.');
    await bot.click('ana', 'confirm');
    expect(engine.service()?.Spec.Mode).toEqual({ Replicated: { Replicas: 5 } });
  });

  test('is not void for a version that a status write bumped', async () => {
    const { bot, engine } = scene();
    await bot.say('ana', 'scale redis=5');
    engine.change({ UpdateStatus: { State: 'completed' } });
    await bot.click('ana', 'confirm');
    expect(engine.accepted()).toBe(1);
  });

  test('that the engine refuses, fails in its own words', async () => {
    const { bot, engine, messenger } = scene();
    await bot.say('ana', 'scale redis=5');
    engine.next('refuse');
    await bot.click('ana', 'confirm');
    expect(await bot.states()).toEqual(['failed']);
    expect(words(messenger.messages[0]?.views.at(-1))).toContain('out of disk');
  });

  test('changed in its form, is replaced by the new plan', async () => {
    const { bot, engine } = scene();
    await bot.say('ana', 'update redis replicas=5');
    const form = await bot.openForm('ana', 'change');
    expect(form.fields.find(({ name }) => name === 'replicas')?.value).toBe('5');
    const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value ?? '']));
    await bot.submit('ana', form, { ...values, replicas: '6' });
    expect(await bot.states()).toEqual(['replaced', 'proposed']);
    await bot.click('ana', 'confirm');
    expect(engine.service()?.Spec.Mode).toEqual({ Replicated: { Replicas: 6 } });
  });

  test('claimed before a crash, is taken up by the next start and written once', async () => {
    const { bot, engine, parts, execute } = scene();
    await bot.say('ana', 'scale redis=5');
    const plan = (await store.plans.inState('proposed'))[0];
    if (plan === undefined) throw new Error('the plan is not there');
    await store.plans.move(plan, 'executing', { decidedBy: 'ana' });
    await onePass(parts, execute);
    await onePass(parts, execute);
    expect(engine.accepted()).toBe(1);
    expect(await bot.states()).toEqual(['done']);
  });

  test('that failed is not taken up again by a sweep that had listed it before', async () => {
    const { bot, engine, execute } = scene();
    await bot.say('ana', 'scale redis=5');
    const [plan] = await store.plans.inState('proposed');
    if (plan === undefined) throw new Error('the plan is not there');
    const listed = await store.plans.move(plan, 'executing', { decidedBy: 'ana' });
    if (listed === null) throw new Error('the plan was not claimed');
    engine.next('refuse');
    await execute(listed, signal);
    await execute(listed, signal);
    expect(engine.asked()).toBe(1);
    expect(await bot.states()).toEqual(['failed']);
  });

  test('that cannot be taken up does not keep the others from their end', async () => {
    const { bot, parts, execute, people } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.say('ana', 'scale redis=6');
    const [plan] = await store.plans.inState('proposed');
    if (plan === undefined) throw new Error('the plan is not there');
    await store.plans.move(plan, 'executing', { decidedBy: 'ana' });
    people.set('ana', 'deactivated');
    await clock.sleep(15 * MINUTE, signal);
    await onePass(parts, (claimed, end) => {
      if (claimed.id === plan.id) return Promise.reject(new Error('the store is away'));
      return execute(claimed, end);
    });
    expect((await bot.states()).toSorted()).toEqual(['executing', 'expired']);
  });

  test('that fails mentions who asked in a reply, since an edit notifies nobody', async () => {
    const { bot, engine, messenger } = scene();
    await bot.say('ana', 'scale redis=5');
    engine.next('refuse');
    await bot.click('ana', 'confirm');
    const [card, reply] = messenger.messages;
    expect(reply?.place).toEqual({ ...ops, thread: card?.ref.ts });
    expect(words(reply?.views[0])).toMatch(/"person":"ana".*out of disk/);
  });

  test('planned before a rollout was paused, is void: the click would resume it', async () => {
    const { bot, engine, messenger } = scene();
    engine.change({ UpdateStatus: { State: 'updating', StartedAt: '2026-11-02T12:00:00Z' } });
    await bot.say('ana', 'scale redis=5');
    engine.change({ UpdateStatus: { State: 'paused', StartedAt: '2026-11-02T12:00:00Z' } });
    await bot.click('ana', 'confirm');
    expect(engine.asked()).toBe(0);
    expect(words(messenger.messages[1]?.views[0])).toContain('paused after failures');
  });

  test('of the pace alone is followed when it takes the place of a rollout', async () => {
    const { bot, engine, followed } = scene();
    engine.change({ UpdateStatus: { State: 'updating', StartedAt: '2026-11-02T12:00:00Z' } });
    await bot.say('ana', 'update redis delay=10s');
    await bot.click('ana', 'confirm');
    expect(followed).toHaveLength(1);
  });

  test('whose service was changed again is not silently taken for the last one by its Roll back button', async () => {
    const { bot, engine, messenger, followed } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'confirm');
    await bot.press('ana', 'rollback', followed[0]?.planId ?? '');
    expect(words(messenger.messages.at(-1)?.views[0])).not.toContain('changed again since');
    engine.change({ Spec: aSpec({ replicas: 9 }), PreviousSpec: aSpec({ replicas: 5 }) });
    await bot.press('ana', 'rollback', followed[0]?.planId ?? '');
    expect(words(messenger.messages.at(-1)?.views[0])).toContain(
      'redis was changed again since that rollout',
    );
  });

  test('that was taken back is not taken for the last change by its old Roll back button', async () => {
    const { bot, engine, followed } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'confirm');
    await bot.say('ana', 'rollback redis');
    await bot.click('ana', 'confirm');
    expect(engine.service()?.Spec.Mode).toEqual({ Replicated: { Replicas: 3 } });
    await bot.press('ana', 'rollback', followed[0]?.planId ?? '');
    expect(bot.replies('ana')).toEqual(['That rollout of redis was taken back already.']);
  });

  test('whose card was lost to a crash is found again by the click on it', async () => {
    const { bot, messenger } = scene({ forgetCards: true });
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'confirm');
    expect(words(messenger.messages[0]?.views.at(-1))).toContain('Confirmed by');
  });

  test('whose end was not told before a crash is shown again at the next start', async () => {
    const { bot, messenger, parts, execute } = scene();
    await bot.say('ana', 'scale redis=5');
    await bot.click('ana', 'confirm');
    messenger.messages[0]?.views.splice(1);
    await onePass(parts, execute);
    expect(words(messenger.messages[0]?.views.at(-1))).toContain('Confirmed by');
  });

  test('in a channel without the bot, says so to the asker and leaves no open plan', async () => {
    const { bot } = scene();
    await bot.say('ana', 'scale redis=5', { channel: 'closed', kind: 'channel' });
    expect(bot.replies('ana')).toEqual(['I am not in this channel.']);
    expect(await bot.states()).toEqual(['cancelled']);
  });
});

describe('words', () => {
  const refused: [text: string, who: string, answer: RegExp][] = [
    ['scale redsi=5', 'ana', /redis/],
    ['scal redis=5', 'ana', /scale/],
    ['scale redis=', 'ana', /redis=/],
    ['scale redis=-1', 'ana', /-1/],
    ['scale redis=1e9', 'ana', /1e9/],
    ['scale redis=5 redis=6', 'ana', /redis/],
    ['scale redis=3', 'ana', /3/],
    ['update redis', 'ana', /Nothing to change/i],
    ['update redis --imag redis:3.0.6', 'ana', /--image/],
    ['scale redis=5', 'li', /not on the list/],
    ['scale redis=5', 'guest', /Guests/],
    ['services', 'guest', /Guests/],
    ['scale "redis=5', 'ana', /quot/],
    ['x'.repeat(10_000), 'ana', /long|characters/],
    ['scale <!channel>=5', 'ana', /expected|no service/i],
  ];
  test.each(refused)('%s by %s: one message, to the asker alone', async (text, who, answer) => {
    const { bot, engine, messenger } = scene();
    await bot.say(who, text);
    expect(bot.replies(who)).toHaveLength(1);
    expect(bot.whole(who)).toMatch(answer);
    expect(messenger.messages).toEqual([]);
    expect(engine.asked()).toBe(0);
  });

  test('full-width letters are understood', async () => {
    const { bot } = scene();
    await bot.say('ana', 'ｓｃａｌｅ　redis＝５');
    expect(await bot.states()).toEqual(['proposed']);
  });

  test('a read is answered to the asker alone, and to the channel with --share', async () => {
    const { bot, messenger } = scene();
    await bot.say('ana', 'services');
    expect(messenger.messages).toEqual([]);
    expect(bot.replies('ana')).toHaveLength(1);
    await bot.say('ana', 'services --share');
    expect(messenger.messages).toHaveLength(1);
  });
});

function scene({ forgetCards = false } = {}) {
  const engine = fakeEngine(aService({ Spec: aSpec({ replicas: 3 }) }));
  const messenger = fakeMessenger();
  const kinds = new Map<string, Person['kind']>([
    ['ana', 'member'],
    ['li', 'member'],
    ['guest', 'guest'],
  ]);
  const followed: Rollout[] = [];
  const silent = () => {};
  const parts: Parts = {
    access: {
      allow: [{ people: ['ana', 'guest'], channels: ['ops', 'closed'], clusters: ['prod'] }],
      channels: { ops: 'prod', closed: 'prod' },
    },
    clusters: new Map([['prod', { name: 'prod', production: true, swarm: engine.reader }]]),
    catalog: commands,
    store: forgetCards ? withoutFirstCard(store) : store,
    people: { who: (id) => Promise.resolve({ id, name: id, kind: kinds.get(id) ?? 'stranger' }) },
    messenger,
    clock,
    ids: countedIds(),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    planExpiresMs: 15 * MINUTE,
  };
  const execute = executor({
    parts,
    writers: new Map([['prod', engine.writer]]),
    follow: (rollout) => followed.push(rollout),
  });
  return {
    engine,
    messenger,
    people: kinds,
    followed,
    parts,
    execute,
    bot: driver(front(parts, execute), messenger),
  };
}

/** People at the front door. A click goes to the newest card that has such a button, or to the newest at all. */
function driver(bot: ReturnType<typeof front>, { messages }: ReturnType<typeof fakeMessenger>) {
  const replied: { person: string; view: View }[] = [];
  let deliveries = 0;
  const delivery = (person: string, place: Place) => ({
    deliveryId: `d${(deliveries += 1)}`,
    person,
    place,
    reply: (view: View) => {
      replied.push({ person, view });
      return Promise.resolve();
    },
  });
  const click = async (
    person: string,
    verb: string,
    place: Place,
    open: (form: Promise<Form>) => Promise<void>,
  ) => {
    const card = messages.findLast(({ views }) => views.some((view) => buttons(view).includes(verb)));
    const action = card?.views.flatMap(actionsOf).find((candidate) => candidate.verb === verb);
    if (card === undefined || action === undefined) throw new Error(`there is no button ${verb}`);
    const { ref } = action;
    await bot.click({ ...delivery(person, place), verb, ref, message: card.ref, form: { open } }, signal);
  };
  return {
    say: (person: string, text: string, place: Place = ops) =>
      bot.say({ ...delivery(person, place), text }, signal),
    click: (person: string, verb: string, place: Place = ops) =>
      click(person, verb, place, async (form) => void (await form)),
    /** A button of another message than the newest card. */
    press: (person: string, verb: string, ref: string) => {
      const message = { channel: ops.channel, ts: 'another' };
      const open = async (form: Promise<Form>) => void (await form);
      return bot.click({ ...delivery(person, ops), verb, ref, message, form: { open } }, signal);
    },
    openForm: async (person: string, verb: string): Promise<Form> => {
      const opened: Form[] = [];
      await click(person, verb, ops, async (form) => void opened.push(await form));
      const [form] = opened;
      if (form === undefined) throw new Error('no form was opened');
      return form;
    },
    submit: async (person: string, { verb, ref }: Form, values: Record<string, string>) => {
      expect(bot.check({ verb, ref, values })).toEqual({});
      await bot.submit({ ...delivery(person, ops), verb, ref, values }, signal);
    },
    replies: (person: string) =>
      replied.filter((reply) => reply.person === person).map(({ view }) => view.summary),
    whole: (person: string) =>
      replied
        .filter((reply) => reply.person === person)
        .map(({ view }) => words(view))
        .join('\n'),
    states: async () => {
      const states = [
        'proposed',
        'executing',
        'done',
        'failed',
        'unknown',
        'void',
        'cancelled',
        'replaced',
        'expired',
      ];
      const plans = await Promise.all(states.map((state) => store.plans.inState(state as 'proposed')));
      return plans
        .flat()
        .toSorted((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id))
        .map(({ state }) => state);
    },
  };
}

/** A store whose first note of where a card is never arrives, as after a crash. */
function withoutFirstCard(kept: Store): Store {
  let noted = 0;
  const setCard: Store['plans']['setCard'] = (id, card) => {
    noted += 1;
    return noted === 1 ? Promise.resolve() : kept.plans.setCard(id, card);
  };
  return { ...kept, plans: { ...kept.plans, setCard } };
}

async function planId(): Promise<string> {
  const [plan] = await store.plans.inState('done');
  if (plan === undefined) throw new Error('no plan is done');
  return plan.id;
}

/** One round of the sweep: the sleep after it is where it is told to end. */
async function onePass(parts: Parts, execute: ReturnType<typeof executor>): Promise<void> {
  const end = new AbortController();
  const sleep = () => {
    end.abort();
    return Promise.reject(new Error('ended'));
  };
  await sweep({ ...parts, clock: { ...parts.clock, sleep } }, execute, end.signal);
}

function actionsOf(view: View): Action[] {
  return view.parts.flatMap((part) => (part.kind === 'actions' ? [...part.items] : []));
}

function buttons(view: View | undefined): string[] {
  return view === undefined ? [] : actionsOf(view).map(({ verb }) => verb);
}

function words(view: View | undefined): string {
  return JSON.stringify(view);
}
