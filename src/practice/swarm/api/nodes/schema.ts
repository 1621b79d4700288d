import { map, named, struct, text, type Decoded } from '../decode.ts';

/** `moby api/types/swarm/node.go`, NodeSpec. */
export const nodeSpec = struct('swarm.NodeSpec', {
  Name: text,
  Labels: map(text),
  Role: named('swarm.NodeRole'),
  Availability: named('swarm.NodeAvailability'),
});

export type PostedNodeSpec = Decoded<typeof nodeSpec>;
