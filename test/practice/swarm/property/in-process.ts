import { admit } from '../../../../src/practice/swarm/api/access.ts';
import { ApiError, type ApiRequest, type Context } from '../../../../src/practice/swarm/api/api.ts';
import { Router } from '../../../../src/practice/swarm/api/router.ts';
import { ROUTES } from '../../../../src/practice/swarm/api/routes.ts';

const router = new Router(ROUTES);

export type Answer = { readonly status: number; readonly json: unknown };

/**
 * One request to an engine's API without a socket, answered at once: routes that take time cannot be asked. Undefined: the engine
 * would wait for a leader. @throws what a handler throws that is no refusal.
 */
export const callInProcess = (
  context: Context,
  method: string,
  path: string,
  body?: unknown,
): Answer | undefined => {
  const [bare = '', query] = path.split('?');
  const { route, params } = router.find(method, bare);
  const request: ApiRequest = {
    method,
    path: bare,
    params,
    query: new URLSearchParams(query),
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? '' : JSON.stringify(body),
    version: 41,
  };
  try {
    if (admit(route.needs, context) === 'wait') return undefined;
    const reply = route.handle(request, context);
    if (reply instanceof Promise) throw new Error(`${method} ${path} takes time`);
    return { status: reply.status, json: 'json' in reply ? reply.json : undefined };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, json: { message: error.message } };
    throw error;
  }
};
