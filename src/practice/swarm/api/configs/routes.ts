import type { Route } from '../api.ts';
import { payloadRoutes } from '../secrets/payload-routes.ts';

export const configRoutes: readonly Route[] = payloadRoutes('config');
