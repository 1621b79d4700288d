import { z } from 'zod';
import { EngineError } from '../../core/errors.ts';
import type { Freshness, SwarmReader, TaskQuery } from '../../core/ports/swarm.ts';
import { Node, Service, Task } from '../../core/swarm/objects.ts';
import { parseAnswer } from './answers.ts';
import type { Client } from './client.ts';
import { asksForNone, filterQuery, taskFilters } from './filters.ts';
import { freshnessOf, staleBecause } from './freshness.ts';
import { lookUpImage, type CredentialsFor } from './image.ts';

const Services = z.array(Service);
const Tasks = z.array(Task);
const Nodes = z.array(Node);

/** A healthy manager answers in milliseconds; one that waits for an election blocks for 10 s. */
const FRESH_MS = 3_000;

/** Reads over all endpoints of a cluster. */
export function readerOf(options: {
  readonly client: Client;
  readonly credentialsFor: CredentialsFor;
  readonly imageMs: number;
}): SwarmReader {
  const { client } = options;
  return {
    nodes: async (signal) => parseAnswer(Nodes, await client.read({ path: '/nodes' }, signal), 'GET /nodes'),
    services: async ({ ids, status }, signal) => {
      if (asksForNone(ids)) return [];
      const query = { ...filterQuery({ id: ids }), ...(status === true ? { status: 'true' } : {}) };
      return parseAnswer(Services, await client.read({ path: '/services', query }, signal), 'GET /services');
    },
    service: (idOrName, signal) => serviceOf(client, idOrName, signal),
    tasks: (query, signal) => tasksOf(client, query, signal),
    image: (reference, signal) =>
      lookUpImage({ client, credentialsFor: options.credentialsFor, ms: options.imageMs }, reference, signal),
    freshness: (signal) => freshness(client, signal),
    bytesRead: client.bytesRead,
  };
}

/** The engine also takes the beginning of an id, which must not pass for a name. */
async function serviceOf(client: Client, idOrName: string, signal: AbortSignal): Promise<Service | null> {
  if (!/^[a-z0-9][\w.-]*$/i.test(idOrName)) return null; // no service is called so, and it would change the path
  try {
    const body = await client.read({ path: `/services/${idOrName}` }, signal);
    const service = parseAnswer(Service, body, 'GET /services/{id}');
    return service.ID === idOrName || service.Spec.Name === idOrName ? service : null;
  } catch (error) {
    if (
      error instanceof EngineError &&
      (error.reason === 'not-found' || /\bis ambiguous\b/.test(error.words))
    )
      return null;
    throw error;
  }
}

/** The engine answers 404 when one of several services or nodes is gone; then each is asked for alone. */
async function tasksOf(client: Client, query: TaskQuery, signal: AbortSignal): Promise<Task[]> {
  const { services, nodes } = query;
  if (asksForNone(services) || asksForNone(nodes) || asksForNone(query.desired)) return [];
  try {
    const body = await client.read({ path: '/tasks', query: filterQuery(taskFilters(query)) }, signal);
    return parseAnswer(Tasks, body, 'GET /tasks');
  } catch (error) {
    if (!(error instanceof EngineError) || error.reason !== 'not-found') throw error;
    const alone =
      services !== undefined && services.length > 1
        ? services.map((id) => ({ ...query, services: [id] }))
        : nodes !== undefined && nodes.length > 1
          ? nodes.map((id) => ({ ...query, nodes: [id] }))
          : [];
    const found = await Promise.all(alone.map((one) => tasksOf(client, one, signal)));
    return found.flat();
  }
}

/** An endpoint that is silent is no manager that has lost the others: the next one is asked before anything is said. */
async function freshness(client: Client, signal: AbortSignal): Promise<Freshness> {
  const request = { path: '/nodes', query: filterQuery({ role: ['manager'] }) };
  try {
    return freshnessOf(parseAnswer(Nodes, await client.read(request, signal, FRESH_MS), 'GET /nodes'));
  } catch (error) {
    return staleBecause(error);
  }
}
