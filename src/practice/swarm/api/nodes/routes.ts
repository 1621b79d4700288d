import type { Route } from '../api.ts';
import { decode } from '../decode.ts';
import { parseFiltersOr500 } from '../filters.ts';
import { boolValue, versionOf } from '../query.ts';
import { findNode } from '../look-up.ts';
import { convertNodeSpec } from './convert.ts';
import { listNodes } from './list.ts';
import { removeNode } from './remove.ts';
import { renderNode } from './render.ts';
import { nodeSpec } from './schema.ts';
import { updateNode } from './update.ts';

/** `moby api/server/router/swarm/cluster_routes.go`, the nodes. `self` is a word of the docker CLI's, not of the API. */
export const nodeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/nodes',
    needs: 'manager-read',
    handle: ({ query }, { world: { store } }) => ({
      status: 200,
      json: listNodes(store, parseFiltersOr500(query)).map((node) => renderNode(store.cluster, node)),
    }),
  },
  {
    method: 'GET',
    path: '/nodes/:id',
    needs: 'manager-read',
    handle: ({ params }, { world: { store } }) => ({
      status: 200,
      json: renderNode(store.cluster, findNode(store, params['id'] ?? '')),
    }),
  },
  {
    method: 'POST',
    path: '/nodes/:id/update',
    needs: 'manager-write',
    handle: (request, { world: { store } }) => {
      const posted = decode(nodeSpec, request.body);
      const version = versionOf(request, 'node');
      const spec = convertNodeSpec(posted);
      updateNode(store, findNode(store, request.params['id'] ?? ''), spec, version);
      return { status: 200, empty: true };
    },
  },
  {
    method: 'DELETE',
    path: '/nodes/:id',
    needs: 'manager-write',
    handle: ({ params, query }, { world }) => {
      removeNode(world, findNode(world.store, params['id'] ?? ''), boolValue(query, 'force'));
      return { status: 200, empty: true };
    },
  },
];
