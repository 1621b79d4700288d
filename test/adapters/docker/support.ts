import type { Clock } from '../../../src/core/ports/clock.ts';

/** Time that stands still; sleepers wait until the test wakes them. */
export type HeldClock = Clock & {
  readonly sleeping: () => number[];
  /** Wakes the first sleeper of this length and lets that much time pass. */
  readonly wake: (ms: number) => void;
  readonly pass: (ms: number) => void;
};

export function heldClock(): HeldClock {
  let now = 1_000_000;
  const sleepers: { readonly ms: number; readonly wake: () => void }[] = [];
  const remove = (sleeper: (typeof sleepers)[number]): void => {
    const index = sleepers.indexOf(sleeper);
    if (index >= 0) sleepers.splice(index, 1);
  };
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { ms, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener(
          'abort',
          () => {
            remove(sleeper);
            reject(signal.reason);
          },
          { once: true },
        );
      }),
    sleeping: () => sleepers.map(({ ms }) => ms),
    wake: (ms) => {
      const sleeper = sleepers.find((one) => one.ms === ms);
      if (sleeper === undefined) throw new Error(`nobody sleeps ${ms} ms`);
      now += ms;
      remove(sleeper);
      sleeper.wake();
    },
    pass: (ms) => void (now += ms),
  };
}

export const never = (): AbortSignal => new AbortController().signal;

/** What a promise was rejected with; fails the test when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}

const version = { Index: 7 };
export const managerJson = (id: string, reachability: string, leader = false) => ({
  ID: id,
  Version: version,
  Spec: { Role: 'manager', Availability: 'active' },
  Description: { Hostname: id },
  Status: { State: 'ready' },
  ManagerStatus: { Leader: leader, Reachability: reachability },
});

export const serviceJson = (id: string, name: string) => ({
  ID: id,
  Version: version,
  CreatedAt: '2026-11-20T10:00:00Z',
  UpdatedAt: '2026-11-20T10:00:00Z',
  Spec: { Name: name, TaskTemplate: {}, Mode: { Replicated: { Replicas: 1 } } },
});

export const taskJson = (id: string, serviceId: string) => ({
  ID: id,
  Version: version,
  CreatedAt: '2026-11-20T10:00:00Z',
  UpdatedAt: '2026-11-20T10:00:00Z',
  Spec: {},
  ServiceID: serviceId,
  DesiredState: 'running',
  Status: { Timestamp: '2026-11-20T10:00:00Z', State: 'running' },
});
