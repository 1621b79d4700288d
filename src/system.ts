import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Ids } from './core/ports/clock.ts';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal });
  },
};

/** 96 random bits in hex: nobody guesses one, and it may stand in a label, a button or a file's name. */
export const randomIds: Ids = { next: () => randomBytes(12).toString('hex') };
