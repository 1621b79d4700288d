import type { ApiRequest, Route } from '../api.ts';
import { decode } from '../decode.ts';
import { parseFilters } from '../filters.ts';
import { strictBool, versionOf } from '../query.ts';
import { createService } from './create.ts';
import { withDefaults } from './defaults.ts';
import { forVersion } from './for-version.ts';
import { listServices, serviceStatus } from './list.ts';
import { findService } from '../look-up.ts';
import { renderService } from './render.ts';
import { serviceSpec } from './schema.ts';
import { updateService } from './update.ts';

/** `moby api/server/router/swarm/cluster_routes.go`, the services. */
export const serviceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/services',
    needs: 'manager-read',
    handle: (request, { world: { store } }) => {
      const filters = parseFilters(request.query);
      const withStatus = request.version >= 41 && strictBool(request.query, 'status');
      const services = listServices(store, filters);
      return {
        status: 200,
        json: services.map((service) =>
          renderService(service, service.spec, withStatus ? serviceStatus(store, service) : undefined),
        ),
      };
    },
  },
  {
    method: 'GET',
    path: '/services/:id',
    needs: 'manager-read',
    handle: (request, { world: { store } }) => {
      const insertDefaults = strictBool(request.query, 'insertDefaults');
      const service = findService(store, request.params['id'] ?? '');
      const spec = insertDefaults ? withDefaults(service.spec) : service.spec;
      return { status: 200, json: renderService(service, spec) };
    },
  },
  {
    method: 'POST',
    path: '/services/create',
    needs: 'manager-write',
    handle: (request, context) => {
      const posted = forVersion(decode(serviceSpec, request.body), request.version);
      return { status: 201, json: { ID: createService(context, posted, authOf(request)) } };
    },
  },
  {
    method: 'POST',
    path: '/services/:id/update',
    needs: 'manager-write',
    handle: (request, context) => {
      const posted = forVersion(decode(serviceSpec, request.body), request.version);
      updateService(context, {
        service: request.params['id'] ?? '',
        version: versionOf(request, 'service'),
        posted,
        rollback: request.query.get('rollback') ?? '',
        authFrom: request.query.get('registryAuthFrom') ?? '',
        auth: authOf(request),
      });
      return { status: 200, json: { Warnings: null } };
    },
  },
  {
    method: 'DELETE',
    path: '/services/:id',
    needs: 'manager-write',
    handle: (request, { world: { store } }) => {
      const { id } = findService(store, request.params['id'] ?? '');
      store.write((tx) => tx.remove('service', id));
      return { status: 200, empty: true };
    },
  },
];

const authOf = ({ headers }: ApiRequest): string => headers['x-registry-auth'] ?? '';
