import type { Random } from '../time/random.ts';

/** How long an engine takes for each step; ms. Measured on the lab (20.10.24), where nothing is said. */
export const TIMING = {
  /** From one state to the next where nothing else is done. */
  transition: 5,
  /** To create a container of an image that is there. */
  create: 20,
  /** Until a registry has said that it has no such image, or that it has nothing newer. */
  askRegistry: 12,
  refused: 30,
  silent: 15_000,
  start: 210,
  /** Until a program that cannot be run has failed. */
  startFault: 350,
  /** More for a container on networks of the swarm, to start and to stop. */
  network: 450,
  /** From the end of a program until the engine says so. */
  exit: 70,
  /** After the end of the grace period. */
  kill: 20,
  /** The task manager's pause when what it did was cancelled (`swarmkit agent/task.go`). */
  retry: 1000,
  /** Before a container on networks of the swarm is stopped (`moby daemon/cluster/executor/container/controller.go`). */
  gossipConverge: 2000,
  /** From the dispatcher to the agent. */
  message: 2,
  /** From power to the first look at the containers, and then to the first session. */
  boot: 1000,
  firstSession: 300,
  /** An agent that lost its manager tries again at most so much later (`swarmkit agent/agent.go`, its backoff). */
  reconnect: 5000,
} as const;

/** A bit more or less, so that not everything happens at once. */
export function jittered(ms: number, random: Random): number {
  return Math.round(ms * (0.85 + 0.3 * random.next()));
}
