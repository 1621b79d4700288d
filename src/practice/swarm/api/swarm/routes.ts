import { ApiError, type ApiRequest, type Context, type Reply, type Route } from '../api.ts';
import { decode, struct, text } from '../decode.ts';
import { parseBool, versionOf } from '../query.ts';
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
function update(request: ApiRequest, { world: { store, random } }: Context): Reply {
  const { body, query } = request;
  const posted = decode(clusterSpec, body);
  const version = versionOf(request, 'swarm');
  const [worker, manager, key] = ['rotateWorkerToken', 'rotateManagerToken', 'rotateManagerUnlockKey'].map(
    (name) => rotationOf(query, name),
  );
  const { cluster } = store;
  const spec = mergeSpec(posted, EMPTY_SPEC);
  if (version !== cluster.version) throw rpcError('Unknown', 'update out of sequence');
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

/** As `strictBool`, but the engine leaves out why. @throws ApiError 400. */
function rotationOf(query: URLSearchParams, name: string): boolean {
  const text = query.get(name) ?? '';
  if (text === '') return false;
  const parsed = parseBool(text);
  if ('value' in parsed) return parsed.value;
  throw new ApiError(400, `invalid value for ${name}: ${text}`);
}
