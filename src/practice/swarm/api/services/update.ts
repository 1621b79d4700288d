import { isDeepStrictEqual } from 'node:util';
import type { Service } from '../../state/objects.ts';
import type { ServiceSpec } from '../../state/spec.ts';
import { ApiError, type Context } from '../api.ts';
import { rpcError } from '../rpc-error.ts';
import { convertSpec, type Converted } from './convert.ts';
import { checkPorts } from './check-ports.ts';
import { findService } from '../look-up.ts';
import { checkIngress, checkNetworks, resolveNetworks } from './networks.ts';
import { randomName } from './random-name.ts';
import type { PostedSpec } from './schema.ts';
import { checkReferences } from './validate-references.ts';
import { validateSpec } from './validate.ts';

export type UpdateRequest = {
  /** Id, name, or beginning of an id. */
  readonly service: string;
  readonly version: number;
  readonly posted: PostedSpec;
  /** The query's `rollback` and `registryAuthFrom`, and X-Registry-Auth; empty when they are not there. */
  readonly rollback: string;
  readonly authFrom: string;
  readonly auth: string;
};

/**
 * Writes another spec to a service, or the previous one (`moby daemon/cluster/services.go`, UpdateService, and swarmkit's of the same
 * name). Whatever is written, even the same spec, makes the spec from before the previous one and takes the update's status away.
 * @throws ApiError for the first thing that is wrong, in the order in which the engine looks; the version comes last.
 */
export function updateService(context: Context, request: UpdateRequest): void {
  const { store, random, timeline } = context.world;
  const converted = convertSpec(resolveNetworks(context, request.posted), () => randomName(random));
  const service = findService(store, request.service);
  const registryAuth = converted.kind === 'plugin' ? service.registryAuth : authOf(service, request);
  if (!['', 'none', 'previous'].includes(request.rollback)) {
    throw new ApiError(500, `unrecognized rollback option ${request.rollback}`);
  }
  if (converted.kind === 'plugin') throw modeChange();
  const { spec } = converted;
  validateSpec(spec, converted.mode);
  checkNetworks(store, spec);
  const { EndpointSpec } = service.spec;
  if (spec.EndpointSpec !== undefined && !isDeepStrictEqual(spec.EndpointSpec, EndpointSpec)) {
    checkPorts(store, spec, service.id);
  }
  checkOldNetworks(spec, service.spec);
  checkReferences(store, spec.TaskTemplate.ContainerSpec);
  checkUnchanged(converted, service.spec);
  const fields =
    request.rollback === 'previous'
      ? rolledBack(service, timeline.now())
      : {
          spec,
          specVersion: request.version,
          registryAuth,
          previousSpec: service.spec,
          previousSpecVersion: service.specVersion,
          previousRegistryAuth: service.registryAuth,
          updateStatus: undefined,
        };
  checkIngress(store, fields.spec);
  if (request.version !== service.version) throw rpcError('Unknown', 'update out of sequence');
  store.write((tx) => tx.update('service', service.id, fields));
}

/** The credential that the service has from now on. */
function authOf(service: Service, { auth, authFrom }: UpdateRequest): string | undefined {
  if (auth !== '') return auth;
  switch (authFrom) {
    case '':
    case 'spec':
      return service.registryAuth;
    case 'previous-spec':
      if (service.previousSpec === undefined) {
        throw new ApiError(500, 'service does not have a previous spec');
      }
      return service.previousRegistryAuth;
    default:
      throw new ApiError(500, 'unsupported registryAuthFrom value');
  }
}

/** The two specs change places. */
function rolledBack(service: Service, now: number) {
  if (service.previousSpec === undefined) {
    throw rpcError('FailedPrecondition', `service ${service.id} does not have a previous spec`);
  }
  return {
    spec: service.previousSpec,
    specVersion: service.previousSpecVersion,
    registryAuth: service.previousRegistryAuth,
    previousSpec: service.spec,
    previousSpecVersion: service.specVersion,
    previousRegistryAuth: service.registryAuth,
    updateStatus: {
      state: 'rollback_started',
      message: 'manually requested rollback',
      startedAt: now,
    } as const,
  };
}

/** The old place of networks is changed only together with the new one. */
function checkOldNetworks(spec: ServiceSpec, before: ServiceSpec): void {
  if (isDeepStrictEqual(spec.Networks, before.Networks)) return;
  if (!isDeepStrictEqual(spec.TaskTemplate.Networks, before.TaskTemplate.Networks)) return;
  throw rpcError('Unimplemented', 'networks must be migrated to TaskSpec before being changed');
}

function checkUnchanged(
  { spec, mode }: Extract<Converted, { kind: 'container' }>,
  before: ServiceSpec,
): void {
  if (mode !== ('Global' in before.Mode ? 'global' : 'replicated')) throw modeChange();
  if (spec.Name !== before.Name) throw rpcError('Unimplemented', 'renaming services is not supported');
}

const modeChange = (): ApiError => rpcError('Unimplemented', 'service mode change is not allowed');
