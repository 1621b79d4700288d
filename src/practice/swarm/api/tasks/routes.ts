import type { Route } from '../api.ts';
import { findTask } from '../look-up.ts';
import { parseFiltersOr500 } from '../filters.ts';
import { listTasks } from './list.ts';
import { renderTask } from './render.ts';

/** `moby api/server/router/swarm/cluster_routes.go`, the tasks. */
export const taskRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/tasks',
    needs: 'manager-read',
    handle: ({ query }, { world: { store } }) => ({
      status: 200,
      json: listTasks(store, parseFiltersOr500(query)).map((task) => renderTask(store, task)),
    }),
  },
  {
    method: 'GET',
    path: '/tasks/:id',
    needs: 'manager-read',
    handle: ({ params }, { world: { store } }) => ({
      status: 200,
      json: renderTask(store, findTask(store, params['id'] ?? '')),
    }),
  },
];
