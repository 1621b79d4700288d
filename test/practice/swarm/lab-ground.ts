import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '../../support/lab/lab.ts';
import { CALL_TIMEOUT_MS, callEngine, streamEvents } from './call-engine.ts';
import type { Ground } from './ground.ts';

/** Real engines: a lab that is up (test/support/lab). */
export const labGround = (lab: Lab): Ground => {
  const socketOf = (node = lab.nodes[0]?.name ?? '') => lab.node(node).socket;
  return {
    kind: 'engines',
    nodes: lab.nodes.map(({ name }) => name),
    call: (method, path, options = {}) => {
      const signal = AbortSignal.timeout(options.timeout ?? CALL_TIMEOUT_MS);
      return callEngine({ socketPath: socketOf(options.node), signal }, method, path, options);
    },
    events: (query, node) => streamEvents(socketOf(node), query),
    now: () => performance.now(),
    pass: (ms) => pause(ms),
    loseNode: lab.loseNode,
    returnNode: lab.returnNode,
    cutNode: lab.cutNode,
    mendNode: lab.mendNode,
  };
};
