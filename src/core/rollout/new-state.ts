import type { RolloutState } from './rollout.ts';

/** What is known of a rollout before anything of it was seen. `at` is when the engine was asked, epoch milliseconds. */
export function newRolloutState(at: number, desired: number): RolloutState {
  return {
    phase: 'starting',
    end: null,
    slots: [],
    leaving: [],
    old: [],
    desired,
    updated: 0,
    best: 0,
    failures: [],
    reason: '',
    engineState: '',
    lastProgressAt: at,
    settlingSince: null,
    observedAt: at,
    seenTarget: false,
    written: null,
    calmVersion: null,
    askEngine: false,
    back: null,
    byPlan: '',
    taskMs: [],
  };
}
