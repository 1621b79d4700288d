import { z } from 'zod';
import type { SwarmWriter } from '../../core/ports/swarm.ts';
import type { ServiceSpec } from '../../core/swarm/spec.ts';
import { parseAnswer } from './answers.ts';
import type { Client } from './client.ts';

const UpdateAnswer = z.looseObject({ Warnings: z.array(z.string()).nullish() });

type ServiceWrite = { readonly id: string; readonly version: number; readonly spec: ServiceSpec };

/** Writes to a cluster: each is sent at most once. */
export function writerOf(client: Client): SwarmWriter {
  const update = async (
    write: ServiceWrite,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => {
    if (!/^[a-z0-9]+$/.test(write.id)) throw new Error('a service is written by its id');
    const body = await client.write(
      {
        path: `/services/${write.id}/update`,
        query: { version: String(write.version), ...query },
        body: write.spec,
      },
      signal,
    );
    return { warnings: parseAnswer(UpdateAnswer, body, 'POST /services/{id}/update').Warnings ?? [] };
  };
  return {
    // `spec` keeps the registry credentials that the service was given before.
    updateService: (write, signal) => update(write, { registryAuthFrom: 'spec' }, signal),
    rollbackService: (write, signal) => update(write, { rollback: 'previous' }, signal),
  };
}
