import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectSwarm,
  type SwarmConnection,
  type SwarmOptions,
} from '../../../src/adapters/docker/connect-swarm.ts';
import { dialDirect } from '../../../src/adapters/docker/dial-direct.ts';
import { heldClock, type HeldClock } from '../../adapters/docker/support.ts';
import { keptLog, type KeptLog } from '../../support/kept-log.ts';
import { fakeEngine, type FakeEngine, type ServerTls } from './fake-engine.ts';

/** What one test has opened, all closed by `end`. */
export type Bench = {
  readonly dir: string;
  readonly clock: HeldClock;
  readonly log: KeptLog;
  readonly unixEngine: () => Promise<FakeEngine>;
  readonly tcpEngine: (tls?: ServerTls) => Promise<FakeEngine>;
  readonly connect: (options: Pick<SwarmOptions, 'endpoints'> & Partial<SwarmOptions>) => SwarmConnection;
  readonly end: () => Promise<void>;
};

export async function makeBench(): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), 'waggle-docker-'));
  const clock = heldClock();
  const log = keptLog();
  const closers: (() => Promise<void>)[] = [];
  let engines = 0;
  const kept = <T extends { readonly close: () => Promise<void> }>(one: T): T => {
    closers.push(one.close);
    return one;
  };
  return {
    dir,
    clock,
    log,
    unixEngine: async () => kept(await fakeEngine({ path: join(dir, `${(engines += 1)}.sock`) })),
    tcpEngine: async (tls) => kept(await fakeEngine(tls === undefined ? {} : { tls })),
    connect: (options) => kept(connectSwarm({ dial: dialDirect, clock, log, ...options })),
    end: async () => {
      for (const close of closers.toReversed()) await close();
      await rm(dir, { recursive: true });
    },
  };
}
