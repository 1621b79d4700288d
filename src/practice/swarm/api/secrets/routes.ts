import type { Route } from '../api.ts';
import { payloadRoutes } from './payload-routes.ts';

export const secretRoutes: readonly Route[] = payloadRoutes('secret');
