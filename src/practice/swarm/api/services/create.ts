import { ApiError, type Context } from '../api.ts';
import { rpcError } from '../rpc-error.ts';
import { checkPorts } from './check-ports.ts';
import { convertSpec } from './convert.ts';
import { checkIngress, checkNetworks, resolveNetworks } from './networks.ts';
import { randomName } from './random-name.ts';
import type { PostedSpec } from './schema.ts';
import { checkReferences } from './validate-references.ts';
import { validateSpec } from './validate.ts';

/**
 * Makes a service, and gives its id (`moby daemon/cluster/services.go`, CreateService, and swarmkit's of the same name). `auth`: the
 * X-Registry-Auth, empty for none.
 * @throws ApiError for the first thing that is wrong, in the order in which the engine looks.
 */
export function createService(context: Context, posted: PostedSpec, auth: string): string {
  const { store, random } = context.world;
  const converted = convertSpec(resolveNetworks(context, posted), () => randomName(random));
  if (converted.kind === 'plugin') {
    throw new ApiError(500, 'runtime type "plugin" only supported in experimental');
  }
  const { spec, mode } = converted;
  validateSpec(spec, mode);
  checkNetworks(store, spec);
  checkPorts(store, spec);
  checkIngress(store, spec);
  if (mode === 'replicated-job' || mode === 'global-job') {
    throw rpcError('Unimplemented', 'the practice swarm runs no jobs');
  }
  checkReferences(store, spec.TaskTemplate.ContainerSpec);
  if (store.services.count(`name:${spec.Name.toLowerCase()}`) > 0) {
    throw rpcError(
      'AlreadyExists',
      `name conflicts with an existing object: service ${spec.Name} already exists`,
    );
  }
  const id = random.id();
  store.write((tx) =>
    tx.create('service', { id, spec, specVersion: 0, ...(auth === '' ? {} : { registryAuth: auth }) }),
  );
  return id;
}
