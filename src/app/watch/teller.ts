import { UserError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Messenger } from '../../core/ports/messenger.ts';
import type { RolloutStore } from '../../core/ports/store.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { announcement } from '../../core/view/rollout-reply.ts';
import { type Lost, rolloutView } from '../../core/view/rollout-view.ts';
import { announcementDue } from './announce.ts';
import { tick } from './pace.ts';
import type { WatchSettings } from './settings.ts';
import { quietSleep } from './wake.ts';

export type TellerDeps = {
  readonly rollouts: RolloutStore;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: WatchSettings;
};

/** What a look changes of a rollout; message and replies are the teller's own. */
type Folded = Pick<Rollout, 'targetHash' | 'state'>;

/** Keeps one rollout's row and its one message true. */
export type Teller = {
  readonly rollout: () => Rollout;
  /** Takes what a look made of it: saves, then shows. Never throws; what could not be saved is not shown yet. */
  readonly tell: (folded: Folded, lost: Lost | undefined, signal: AbortSignal) => Promise<void>;
  /** The same state, but the cluster cannot be seen. */
  readonly tellLost: (lost: Lost, signal: AbortSignal) => void;
  /** After the end: until the final view and the reply have arrived. False when the signal came first. */
  readonly close: (signal: AbortSignal) => Promise<boolean>;
  /** What still runs for it beside `tell`; ends with the signal. */
  readonly settled: () => Promise<void>;
};

/** The looks themselves are saved this often, so that a restart knows how long nobody watched. */
const CHECKPOINT_MS = 5_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 60_000;
/** A message or a reply that cannot be posted for some ten minutes after the end is given up. */
const CLOSING_TRIES = 12;

export function teller(first: Rollout, deps: TellerDeps): Teller {
  const { rollouts, messenger, clock, log, settings } = deps;
  let rollout = first;
  let savedKey = '';
  let savedAt = -Infinity;
  let shownKey = '';
  let shownAt = -Infinity;
  let saving: Promise<void> = Promise.resolve();
  let speaking: Promise<boolean> | null = null;
  let tries = 0;
  let speakAgainAt = -Infinity;

  /** One write after the other, each of the newest content: an older one must never land on top. */
  function save(): Promise<void> {
    const write = () => rollouts.save(rollout);
    saving = saving.then(write, write);
    return saving;
  }

  async function trySave(message: string): Promise<boolean> {
    const failure = await save().then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (failure !== null) log.error({ rollout: rollout.id, err: failure.error }, message);
    return failure === null;
  }

  function sightOf(now: number, lost: Lost | undefined) {
    return { now, settings, ...(lost === undefined ? {} : { lost }) };
  }

  /** With the time held still, the view changes only when something has happened. */
  function keyOf(lost: Lost | undefined): string {
    return JSON.stringify(rolloutView(rollout, sightOf(rollout.startedAt, lost)));
  }

  function show(lost: Lost | undefined, signal: AbortSignal): void {
    const now = clock.now();
    const key = keyOf(lost);
    const isDue = key !== shownKey || now - shownAt >= tick(rollout, now, settings);
    if (rollout.message !== null && isDue) {
      messenger.edit(rollout.message, rolloutView(rollout, sightOf(now, lost)), { final: false });
      shownKey = key;
      shownAt = now;
    }
    if (rollout.message === null || announcementDue(rollout) !== null) startSpeaking(lost, signal);
  }

  /** Posting takes its time (limits, a slow network), and a look must not wait for it. */
  function startSpeaking(lost: Lost | undefined, signal: AbortSignal): void {
    if (speaking !== null || clock.now() < speakAgainAt) return;
    speaking = speak(lost, signal).finally(() => {
      speaking = null;
    });
  }

  /**
   * Posts the message that is followed, then the reply that is due; true when both are there. Each is posted first and saved
   * then: killed in between, the bot says it twice, which is better than nobody hearing of a failure.
   */
  async function speak(lost: Lost | undefined, signal: AbortSignal): Promise<boolean> {
    try {
      if (rollout.message === null) {
        const now = clock.now();
        const key = keyOf(lost);
        const view = rolloutView(rollout, sightOf(now, lost));
        const message = await messenger.post(rollout.origin, view, signal);
        shownKey = key;
        shownAt = now;
        rollout = { ...rollout, message };
        await save();
      }
      const due = announcementDue(rollout);
      if (due !== null) {
        await messenger.post(rollout.origin, announcement(rollout), signal);
        rollout = { ...rollout, announced: due };
        await save();
      }
      tries = 0;
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      speakAgainAt = clock.now() + Math.min(RETRY_FIRST_MS * 2 ** tries, RETRY_MAX_MS);
      tries += 1;
      const why = error instanceof UserError ? { code: error.code } : { err: error };
      log.warn({ rollout: rollout.id, tries, ...why }, 'a rollout message could not be posted');
      return false;
    }
  }

  async function close(signal: AbortSignal): Promise<boolean> {
    if (speaking !== null) await speaking;
    tries = 0;
    const final = () => rolloutView(rollout, sightOf(rollout.state.observedAt, undefined));
    // The edit first: the message itself must never be left saying that it goes on.
    if (rollout.message !== null) messenger.edit(rollout.message, final(), { final: true });
    while (rollout.message === null || announcementDue(rollout) !== null) {
      if (signal.aborted) return false;
      if (await speak(undefined, signal)) break;
      if (tries >= CLOSING_TRIES) {
        log.error({ rollout: rollout.id }, 'the end of a rollout could not be posted, given up');
        break;
      }
      await quietSleep(clock, speakAgainAt - clock.now(), signal);
    }
    await messenger.drained(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return false;
    rollout = { ...rollout, endedAt: rollout.state.observedAt };
    while (!(await trySave('the end of a rollout could not be saved'))) {
      await quietSleep(clock, RETRY_FIRST_MS, signal);
      if (signal.aborted) return false;
    }
    return true;
  }

  return {
    rollout: () => rollout,
    tell: async ({ targetHash, state }, lost, signal) => {
      rollout = { ...rollout, targetHash, state };
      const key = JSON.stringify({ ...state, observedAt: 0 });
      if (key !== savedKey || clock.now() - savedAt >= CHECKPOINT_MS) {
        if (!(await trySave('a rollout could not be saved'))) return;
        savedKey = key;
        savedAt = clock.now();
      }
      if (state.phase !== 'ended') show(lost, signal);
    },
    tellLost: (lost, signal) => show(lost, signal),
    close,
    settled: async () => {
      await Promise.allSettled([saving, speaking]);
    },
  };
}
