import { describe, expect, test } from 'vitest';
import { EngineError, type EngineErrorReason } from '../../../src/core/errors.ts';
import { badAnswer, lostAnswer, refusal, tooSlow, unreachable } from '../../../src/adapters/docker/errors.ts';

type Row = readonly [
  what: string,
  status: number,
  words: string,
  read: EngineErrorReason,
  write: EngineErrorReason,
];

const worker =
  "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.";
const outside =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
const leaderless =
  "The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

const rows: readonly Row[] = [
  ['a worker', 503, worker, 'not-manager', 'not-manager'],
  ['an engine outside of any swarm', 503, outside, 'not-in-swarm', 'not-in-swarm'],
  [
    'a locked manager',
    503,
    'Swarm is encrypted and needs to be unlocked before it can be used.',
    'not-manager',
    'not-manager',
  ],
  [
    'a manager with expired certificates',
    503,
    'Swarm certificates have expired.',
    'not-manager',
    'not-manager',
  ],
  ['no leader', 500, `rpc error: code = Unknown desc = ${leaderless}`, 'no-leader', 'no-leader'],
  [
    'no elected leader',
    500,
    'rpc error: code = Unknown desc = raft: no elected cluster leader',
    'no-leader',
    'no-leader',
  ],
  [
    'leadership lost on the way',
    500,
    'rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status',
    'no-leader',
    'lost-answer',
  ],
  [
    'a leader that went away',
    503,
    'rpc error: code = Unavailable desc = transport is closing',
    'no-leader',
    'lost-answer',
  ],
  [
    'a leader too slow',
    500,
    'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    'no-leader',
    'lost-answer',
  ],
  ['a proxy without an engine', 502, '<html>Bad Gateway</html>', 'unreachable', 'lost-answer'],
  ['a proxy that gave up', 504, '', 'unreachable', 'lost-answer'],
  ['a proxy that is full', 503, 'Service Unavailable', 'unreachable', 'lost-answer'],
  [
    'an API version too new',
    400,
    'client version 1.47 is too new. Maximum supported API version is 1.41',
    'too-old',
    'too-old',
  ],
  ['an unknown request', 404, 'page not found', 'too-old', 'too-old'],
  [
    'a stale version',
    500,
    'rpc error: code = Unknown desc = update out of sequence',
    'out-of-sequence',
    'out-of-sequence',
  ],
  ['an unknown service', 404, 'service redis not found', 'not-found', 'not-found'],
  ['an unknown network', 500, 'network front not found', 'not-found', 'not-found'],
  [
    'an unknown secret',
    400,
    'rpc error: code = InvalidArgument desc = secret not found: key',
    'not-found',
    'not-found',
  ],
  ['a network that exists', 500, 'network with name front already exists', 'conflict', 'conflict'],
  [
    'a taken name',
    409,
    'rpc error: code = AlreadyExists desc = name conflicts with an existing object: service redis already exists',
    'conflict',
    'conflict',
  ],
  [
    'a taken port',
    400,
    "rpc error: code = InvalidArgument desc = port '18080' is already in use by service 'web' (x1) as an ingress port",
    'conflict',
    'conflict',
  ],
  ['a constraint not parsed', 500, 'constraint expected one operator from ==, !=', 'refused', 'refused'],
  [
    'a changed mode',
    501,
    'rpc error: code = Unimplemented desc = service mode change is not allowed',
    'refused',
    'refused',
  ],
  [
    'a changed name',
    501,
    'rpc error: code = Unimplemented desc = renaming services is not supported',
    'refused',
    'refused',
  ],
  ['a secret in use', 400, "secret 'key' is in use by the following service: web", 'refused', 'refused'],
  ['a node that is up', 400, "node n1 is not down and can't be removed", 'refused', 'refused'],
  [
    'a manager removed',
    400,
    'node n1 is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal',
    'refused',
    'refused',
  ],
  ['no earlier spec', 400, 'service redis does not have a previous spec', 'refused', 'refused'],
  ['changed content of a config', 400, 'only updates to Labels are allowed', 'refused', 'refused'],
  ['access control', 403, 'authorization denied by plugin x', 'refused', 'refused'],
  ['bad values', 400, 'invalid memory value', 'refused', 'refused'],
  ['an unknown failure', 500, 'something else', 'refused', 'refused'],
  ['an unknown refusal', 418, '', 'refused', 'refused'],
  ['an answer never given', 204, '', 'bad-answer', 'bad-answer'],
];

describe('refusal', () => {
  test.each(rows)('tells %s', (_what, status, words, read, write) => {
    const body = words === '' || words.startsWith('<') ? words : JSON.stringify({ message: words });
    const told = [false, true].map((wrote) => refusal({ status, body, wrote }));
    expect(told.map(({ reason, words, status }) => ({ reason, words, status }))).toEqual([
      { reason: read, words, status },
      { reason: write, words, status },
    ]);
  });

  test('gives each failure words of its own and, but for one, a next step', () => {
    const told = rows.map(([, status, words]) =>
      refusal({ status, body: JSON.stringify({ message: words }), wrote: false }),
    );
    expect(told.filter((error) => error.message === '')).toEqual([]);
    expect(told.filter((error) => error.next === undefined)).toEqual([]);
  });

  test('says of an unclear write that it may have happened, of a refused one that it did not', () => {
    const lost = refusal({ status: 500, body: '{"message":"node lost leader status"}', wrote: true });
    const refused = refusal({ status: 500, body: '{"message":"update out of sequence"}', wrote: true });
    expect([lost.mayHaveHappened, refused.mayHaveHappened]).toEqual([true, false]);
  });
});

describe('failures without an answer', () => {
  test('name the endpoint and the code of the socket', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED /secret/place'), { code: 'ECONNREFUSED' });
    expect(unreachable('unix:///x.sock', cause)).toEqual(
      new EngineError({
        reason: 'unreachable',
        message: 'The engine at unix:///x.sock could not be reached.',
        words: 'ECONNREFUSED',
        next: 'Look whether the engine runs and whether its address, socket rights and certificates are right.',
      }),
    );
  });

  test('have the reason that decides what may be done next', () => {
    const reasons = [tooSlow('x', 10_000), lostAnswer({ words: '' }), badAnswer('GET /nodes', '[0].ID')].map(
      (e) => e.reason,
    );
    expect(reasons).toEqual(['unreachable', 'lost-answer', 'bad-answer']);
  });
});
