import { z } from 'zod';
import { callEngine } from './engine-call.ts';
import { PracticeRefusal } from './refusal.ts';

const Info = z.object({
  Name: z.string(),
  ServerVersion: z.string(),
  Swarm: z.object({
    LocalNodeState: z.string(),
    ControlAvailable: z.boolean().default(false),
    Nodes: z.number().default(0),
  }),
});

/** A real engine that can be commanded. */
export type RealEngine = { readonly name: string; readonly version: string; readonly nodes: number };

/**
 * Makes sure that an engine answers at this endpoint, and that it manages a swarm.
 * @throws PracticeRefusal which says what is the matter, and the next step.
 */
export async function checkEngine(endpoint: string): Promise<RealEngine> {
  const answer = await callEngine(endpoint, 'GET', '/info').catch((error: unknown) => {
    throw new PracticeRefusal(noAnswer(endpoint, error));
  });
  const info = Info.safeParse(answer.body);
  if (answer.status !== 200 || !info.success) {
    throw new PracticeRefusal(
      `What answers at ${endpoint} is no Docker engine (status ${answer.status}). Set DOCKER_HOST to one.`,
    );
  }
  const { Name: name, ServerVersion: version, Swarm: swarm } = info.data;
  if (swarm.LocalNodeState === 'inactive') {
    throw new PracticeRefusal(
      `The engine ${name} at ${endpoint} is in no swarm. Make it one with \`docker swarm init\`, and start again.`,
    );
  }
  if (swarm.LocalNodeState === 'locked') {
    throw new PracticeRefusal(
      `The swarm of ${name} is locked. Open it with \`docker swarm unlock\`, and start again.`,
    );
  }
  if (!swarm.ControlAvailable) {
    throw new PracticeRefusal(
      `The engine ${name} at ${endpoint} is a worker of its swarm (${swarm.LocalNodeState}). Set DOCKER_HOST to a manager.`,
    );
  }
  return { name, version, nodes: swarm.Nodes };
}

function noAnswer(endpoint: string, error: unknown): string {
  const given = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const code = given === 'ABORT_ERR' ? 'nothing within 10 seconds' : given;
  const next =
    code === 'EACCES'
      ? 'You may not use it: start as a member of the group "docker".'
      : 'Start Docker, or set DOCKER_HOST to where it listens.';
  return `No Docker engine answers at ${endpoint} (${code}). ${next}`;
}
