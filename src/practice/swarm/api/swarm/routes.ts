import { ApiError, type ApiRequest, type Context, type Reply, type Route } from '../api.ts';
import { decode, struct, text } from '../decode.ts';
import { parseUint } from '../query.ts';
import { rpcError } from '../rpc-error.ts';
import { clusterSpec, EMPTY_SPEC, mergeSpec } from './cluster-spec.ts';
import { init, join, leave } from './membership.ts';
import { renderSwarm } from './render.ts';
import { digestOf, joinToken, newUnlockKey } from '../../ca/tokens.ts';

export const swarmRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/swarm',
    needs: 'manager-read',
    handle: (_, { world }) => ({ status: 200, json: renderSwarm(world.store.cluster) }),
  },
  { method: 'POST', path: '/swarm/init', needs: 'none', handle: init },
  { method: 'POST', path: '/swarm/join', needs: 'none', handle: join },
  { method: 'POST', path: '/swarm/leave', needs: 'none', handle: leave },
  { method: 'POST', path: '/swarm/update', needs: 'manager-write', handle: update },
  {
    method: 'GET',
    path: '/swarm/unlockkey',
    needs: 'manager-read',
    handle: (_, { world }) => ({ status: 200, json: { UnlockKey: world.store.cluster.unlockKey } }),
  },
  { method: 'POST', path: '/swarm/unlock', needs: 'manager-read', handle: unlock },
];

/** `moby daemon/cluster/swarm.go`, Update, and `swarmkit manager/controlapi/cluster.go`, UpdateCluster. @throws ApiError. */
function update({ body, query }: ApiRequest, { world: { store, random } }: Context): Reply {
  const posted = decode(clusterSpec, body);
  const given = query.get('version') ?? '';
  const version = parseUint(given);
  if ('fault' in version) throw new ApiError(400, `invalid swarm version '${given}': ${version.fault}`);
  const [worker, manager, key] = ['rotateWorkerToken', 'rotateManagerToken', 'rotateManagerUnlockKey'].map(
    (name) => strictFlag(query, name),
  );
  const { cluster } = store;
  const spec = mergeSpec(posted, EMPTY_SPEC);
  if (version.value !== cluster.version) throw rpcError('Unknown', 'update out of sequence');
  const digest = digestOf(cluster.joinTokens.worker) ?? '';
  const joinTokens = {
    worker: worker === true ? joinToken(digest, random) : cluster.joinTokens.worker,
    manager: manager === true ? joinToken(digest, random) : cluster.joinTokens.manager,
  };
  const locked = spec.EncryptionConfig.AutoLockManagers;
  const renewed = key === true || cluster.unlockKey === '';
  const unlockKey = !locked ? '' : renewed ? newUnlockKey(random) : cluster.unlockKey;
  store.write((tx) => tx.update('cluster', cluster.id, { spec, joinTokens, unlockKey }));
  return { status: 200, empty: true };
}

/** Managers of the practice swarm are never locked: nothing of theirs is at rest. */
function unlock({ body }: ApiRequest): Reply {
  decode(struct('swarm.UnlockRequest', { UnlockKey: text }), body);
  throw new ApiError(409, 'swarm is not locked');
}

/** A switch that has to be one (`go strconv.ParseBool`). */
function strictFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? '';
  if (value === '') return false;
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw new ApiError(400, `invalid value for ${name}: ${value}`);
}
