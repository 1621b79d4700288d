import type { EngineErrorReason } from '../../core/errors.ts';

/** One known failure: the first row whose status and words fit is the one. Words were read on 20.10 (docker-facts). */
export type Refusal = {
  readonly statuses: readonly number[];
  readonly words?: RegExp;
  readonly reason: EngineErrorReason;
  readonly message: string;
  readonly next?: string;
  /** The engine cannot say whether a write was carried out. */
  readonly mayHaveHappened?: true;
};

const askManager = 'Give Waggle the endpoint of a manager.';
const wait = 'Wait for the managers to choose a leader, then try again.';

const reachingTheSwarm: readonly Refusal[] = [
  {
    statuses: [503],
    words: /needs to be unlocked/i,
    reason: 'not-manager',
    message: 'The swarm is locked on this manager.',
    next: 'Unlock it there: docker swarm unlock.',
  },
  {
    statuses: [503],
    words: /swarm certificates have expired/i,
    reason: 'not-manager',
    message: "This node's swarm certificates have expired.",
    next: 'Let the node leave the swarm and join again.',
  },
  {
    statuses: [503],
    words: /docker swarm (init|join)/i,
    reason: 'not-in-swarm',
    message: 'This engine is not in a swarm.',
    next: askManager,
  },
  {
    statuses: [503],
    words: /not a swarm manager/i,
    reason: 'not-manager',
    message: 'This engine is a worker, and only managers answer.',
    next: askManager,
  },
  {
    statuses: [500, 503],
    words: /does not have a leader|no elected (cluster )?leader/i,
    reason: 'no-leader',
    message: 'The swarm has no leader: more than half of its managers must be online.',
    next: wait,
  },
  // swarmkit proposes a change to the managers before it can know that they agree: it may still be carried out.
  {
    statuses: [500, 503],
    words: /lost leader status|raft: failed to process the request/i,
    reason: 'no-leader',
    message: 'The manager lost its leadership.',
    next: wait,
    mayHaveHappened: true,
  },
  {
    statuses: [500, 503],
    words: /code = (Unavailable|DeadlineExceeded|Canceled)\b|context deadline exceeded|transport is closing/,
    reason: 'no-leader',
    message: "The manager got no answer from the swarm's leader.",
    next: wait,
    mayHaveHappened: true,
  },
  {
    statuses: [502, 504],
    reason: 'unreachable',
    message: 'A proxy before the engine got no answer from it.',
    next: 'Look whether the engine runs.',
    mayHaveHappened: true,
  },
  {
    statuses: [503],
    reason: 'unreachable',
    message: 'The engine cannot serve requests now.',
    next: 'Look whether the engine runs.',
    mayHaveHappened: true,
  },
  {
    statuses: [400],
    words: /client version \S+ is too (new|old)/i,
    reason: 'too-old',
    message: 'The engine does not take the API version that it was asked with.',
    next: 'Try again: the version is then agreed on anew.',
  },
  {
    statuses: [404],
    words: /^(404 )?page not found$/i,
    reason: 'too-old',
    message: 'The engine does not know this request.',
    next: 'Update this engine.',
  },
];

const objects: readonly Refusal[] = [
  {
    statuses: [500, 400, 409],
    words: /update out of sequence/i,
    reason: 'out-of-sequence',
    message: 'Somebody changed this in between.',
    next: 'Plan the change again.',
  },
  {
    statuses: [404],
    reason: 'not-found',
    message: 'The swarm has no such object.',
    next: 'Look at its name or id.',
  },
  {
    statuses: [500],
    words: /\bnetwork \S+ not found$/i,
    reason: 'not-found',
    message: 'The swarm has no such network.',
    next: 'Look at the name of the network.',
  },
  {
    statuses: [400],
    words: /\b(secret|config) not found: /i,
    reason: 'not-found',
    message: 'The swarm has no such secret or config.',
    next: 'Look at its name.',
  },
  { statuses: [409], reason: 'conflict', message: 'The name is taken.', next: 'Choose another name.' },
  {
    statuses: [500],
    words: /network .* already exists/is,
    reason: 'conflict',
    message: "The network's name is taken.",
    next: 'Choose another name.',
  },
  {
    statuses: [400],
    words: /port '[^']*' is already in use/i,
    reason: 'conflict',
    message: 'The port is taken by another service.',
    next: 'Choose another published port.',
  },
];

const changes: readonly Refusal[] = [
  {
    statuses: [500, 400],
    words: /constraint expected one operator/i,
    reason: 'refused',
    message: 'The placement constraint cannot be read.',
    next: 'Write it like node.role==worker or node.labels.disk!=ssd.',
  },
  {
    statuses: [501],
    words: /mode change is not allowed/i,
    reason: 'refused',
    message: "A service's mode cannot be changed.",
    next: 'Create another service in the other mode.',
  },
  {
    statuses: [501],
    words: /renaming services is not supported/i,
    reason: 'refused',
    message: 'A service cannot be renamed.',
    next: 'Create another service with the new name.',
  },
  { statuses: [501], reason: 'refused', message: 'The engine does not support this change.' },
  {
    statuses: [400],
    words: /is in use by the following service/i,
    reason: 'refused',
    message: 'It is in use by a service.',
    next: 'Take it from the service first.',
  },
  {
    statuses: [400],
    words: /is not down and can't be removed/i,
    reason: 'refused',
    message: 'A node that is up cannot be removed.',
    next: 'Let it leave the swarm first, or force the removal.',
  },
  {
    statuses: [400],
    words: /must be demoted to worker before removal/i,
    reason: 'refused',
    message: 'A manager cannot be removed.',
    next: 'Demote it to worker first.',
  },
  {
    statuses: [400],
    words: /does not have a previous spec/i,
    reason: 'refused',
    message: 'The engine keeps no earlier spec of this service.',
    next: 'Choose the release to go back to.',
  },
  {
    statuses: [400],
    words: /only updates to Labels are allowed/i,
    reason: 'refused',
    message: 'The content of a secret or config cannot be changed.',
    next: 'Create another with a new name.',
  },
  {
    statuses: [401, 403],
    reason: 'refused',
    message: "The engine's access control refused this.",
    next: 'Ask whoever runs the engine.',
  },
  {
    statuses: [400],
    reason: 'refused',
    message: 'The engine did not accept this.',
    next: 'Mend what its words name.',
  },
];

/** Every failure that has a meaning of its own, in the order in which they are tried. */
export const refusals: readonly Refusal[] = [...reachingTheSwarm, ...objects, ...changes];
