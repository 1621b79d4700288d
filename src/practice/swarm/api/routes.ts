import { eventRoutes } from './events/routes.ts';
import type { Route } from './api.ts';
import { configRoutes } from './configs/routes.ts';
import { distributionRoutes } from './distribution.ts';
import { logRoutes } from './logs/routes.ts';
import { networkRoutes } from './networks/routes.ts';
import { nodeRoutes } from './nodes/routes.ts';
import { secretRoutes } from './secrets/routes.ts';
import { serviceRoutes } from './services/routes.ts';
import { swarmRoutes } from './swarm/routes.ts';
import { systemRoutes } from './system.ts';
import { taskRoutes } from './tasks/routes.ts';

/** Everything that an engine of the practice swarm answers. */
export const ROUTES: readonly Route[] = [
  ...systemRoutes,
  ...eventRoutes,
  ...distributionRoutes,
  ...swarmRoutes,
  ...nodeRoutes,
  ...serviceRoutes,
  ...taskRoutes,
  ...logRoutes,
  ...networkRoutes,
  ...secretRoutes,
  ...configRoutes,
];
