import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  connectSwarm,
  type SwarmConnection,
  type SwarmOptions,
} from '../../../src/adapters/docker/connect-swarm.ts';
import { dialDirect } from '../../../src/adapters/docker/dial-direct.ts';
import { heldClock, type HeldClock } from './support.ts';
import { keptLog, type KeptLog } from '../../support/kept-log.ts';

export const A = 'http://engine-a:2375';
export const B = 'http://engine-b:2375';

export const worker = {
  message: "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
};
export const broken = (code: string): Error => Object.assign(new Error('x'), { code });

/** An engine that agrees on a version, as often as it is asked. */
export const engine = (base: string, version = '1.41') =>
  nock(base).persist().get('/version').reply(200, { ApiVersion: version, MinAPIVersion: '1.12' });

export type Wire = {
  readonly clock: HeldClock;
  readonly log: KeptLog;
  /** A swarm over these bases, closed after the test. */
  readonly connect: (bases: readonly string[], deadlines?: SwarmOptions['deadlines']) => SwarmConnection;
};

/** Call it once in a test file: no engine is real there, nock answers for each. */
export function onTheWire(): () => Wire {
  let wire: Wire;
  let made: SwarmConnection[];
  beforeAll(() => nock.disableNetConnect());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
  beforeEach(() => {
    made = [];
    wire = newWire(made);
  });
  afterEach(async () => {
    for (const swarm of made) await swarm.close();
    nock.cleanAll();
  });
  return () => wire;
}

function newWire(made: SwarmConnection[]): Wire {
  const clock = heldClock();
  const log = keptLog();
  const connect: Wire['connect'] = (bases, deadlines = {}) => {
    const swarm = connectSwarm({
      endpoints: bases.map((base) => ({ url: base.replace('http', 'tcp') })),
      dial: dialDirect,
      clock,
      log,
      deadlines,
      credentialsFor: (registry) =>
        registry === 'private:5000'
          ? { username: 'ana', password: 'canary-pw', serveraddress: registry }
          : undefined,
    });
    made.push(swarm);
    return swarm;
  };
  return { clock, log, connect };
}
