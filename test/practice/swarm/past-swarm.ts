import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PracticeSwarm, SwarmOptions } from '../../../src/practice/swarm/options.ts';
import { startSwarm } from '../../../src/practice/swarm/swarm.ts';
import { catchUpTimeline } from '../../../src/practice/swarm/time/catch-up.ts';
import { callEngine } from './call-engine.ts';

/** A practice swarm in the past, which leaps where a test tells it to. */
export type PastSwarm = {
  readonly swarm: PracticeSwarm;
  /** Leaps so many milliseconds. */
  readonly pass: (ms: number) => Promise<void>;
  /** Asks an engine. @throws for a refusal. */
  readonly call: (node: string, method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** Starts one `ago` milliseconds in the past (default: an hour), a second after which its nodes are ready. */
export async function pastSwarm(
  options: Pick<SwarmOptions, 'nodes' | 'catalog' | 'data' | 'onCrash'>,
  ago = 3_600_000,
): Promise<PastSwarm> {
  const sockets = await mkdtemp(join(tmpdir(), 'waggle-past-'));
  const timeline = catchUpTimeline(Date.now() - ago);
  const stopAll = async (): Promise<void> => {
    timeline.close();
    await rm(sockets, { recursive: true, force: true });
  };
  const swarm = await startSwarm({ ...options, sockets, timeline }).catch(async (error: unknown) => {
    await stopAll();
    throw error;
  });
  const pass = (ms: number): Promise<void> => timeline.until(timeline.now() + ms);
  await pass(1000);
  return {
    swarm,
    pass,
    call: async (node, method, path, body) => {
      const { socket: socketPath = '' } = swarm.node(node);
      const signal = AbortSignal.timeout(5000);
      const answer = await callEngine({ socketPath, signal }, method, path, { body });
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
      return answer.body === '' || answer.body === 'OK' ? answer.body : JSON.parse(answer.body);
    },
    stop: async () => {
      await swarm.stop();
      await stopAll();
    },
  };
}

/** A service as one posts it. */
export const serviceSpec = (name: string, image: string, replicas = 1, change: object = {}) => ({
  Name: name,
  TaskTemplate: { ContainerSpec: { Image: image } },
  Mode: { Replicated: { Replicas: replicas } },
  ...change,
});
