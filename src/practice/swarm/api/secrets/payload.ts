import type { Config, Secret, Service } from '../../state/objects.ts';
import type { ConfigSpec, SecretSpec } from '../../state/spec.ts';
import type { Store } from '../../state/store.ts';
import { bytes, map, struct, text, type Decoded } from '../decode.ts';
import { findConfig, findSecret } from '../look-up.ts';
import { renderMeta } from '../render-meta.ts';
import { rpcError } from '../rpc-error.ts';
import { driver } from '../services/schema-container.ts';

/** Secrets and configs: what they have in common, which is nearly all. */
export type Payload = Secret | Config;
export type PayloadKind = 'secret' | 'config';

const fields = { Name: text, Labels: map(text), Data: bytes };
const schemas = {
  secret: struct('swarm.SecretSpec', { ...fields, Driver: driver, Templating: driver }),
  config: struct('swarm.ConfigSpec', { ...fields, Templating: driver }),
};
/** `moby api/types/swarm/secret.go` and `config.go`. */
export const schemaOf = (kind: PayloadKind): (typeof schemas)['secret' | 'config'] => schemas[kind];
type Posted = Decoded<(typeof schemas)['secret']>;

/** Less than so many bytes (`swarmkit api/validation/secrets.go` and `manager/controlapi/config.go`). */
const MOST_BYTES: Readonly<Record<PayloadKind, number>> = { secret: 500 * 1024, config: 1000 * 1024 };

/**
 * The spec as the swarm keeps it (`swarmkit manager/controlapi/secret.go` and `config.go`).
 * @throws ApiError for a name or data that is not allowed.
 */
export function specOf(kind: PayloadKind, posted: Posted): SecretSpec & ConfigSpec {
  const { Name = '', Labels = {}, Data = '', Driver, Templating } = posted;
  validateName(Name);
  if (kind === 'secret' && Driver !== undefined) {
    if ((Driver.Name ?? '') === '') throw rpcError('InvalidArgument', 'secret driver must have a name');
    throw rpcError('Unknown', `plugin "${Driver.Name}" not found`);
  }
  const size = Buffer.byteLength(Data, 'base64');
  if (size < 1 || size >= MOST_BYTES[kind]) {
    const words = `${kind} data must be larger than 0 and less than ${MOST_BYTES[kind]} bytes`;
    throw rpcError('InvalidArgument', words);
  }
  return { Name, Labels, Data, ...(Templating && { Templating }) };
}

function validateName(name: string): void {
  if (name === '') throw rpcError('InvalidArgument', 'name must be provided');
  if (name.length <= 64 && /^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/.test(name)) return;
  const words =
    'invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]';
  throw rpcError('InvalidArgument', words);
}

/** The labels of an update, which may change nothing else. @throws ApiError. */
export function labelsOf(
  before: Payload,
  { Name = '', Labels = {}, Data = '' }: Posted,
): SecretSpec['Labels'] {
  if (Name !== before.spec.Name || (Data !== '' && Data !== before.spec.Data)) {
    throw rpcError('InvalidArgument', 'only updates to Labels are allowed');
  }
  return Labels;
}

/** By id, name or beginning of the id. @throws ApiError. */
export function findPayload(store: Store, kind: PayloadKind, input: string): Payload {
  return kind === 'secret' ? findSecret(store, input) : findConfig(store, input);
}

/** The names of the services that use it, in the order of their ids. */
export function usersOf(store: Store, kind: PayloadKind, id: string): readonly string[] {
  return [...store.services.all()]
    .filter((service) => uses(service, kind, id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((service) => service.spec.Name);
}

function uses({ spec }: Service, kind: PayloadKind, id: string): boolean {
  const { Secrets = [], Configs = [] } = spec.TaskTemplate.ContainerSpec;
  return kind === 'secret'
    ? Secrets.some(({ SecretID }) => SecretID === id)
    : Configs.some(({ ConfigID }) => ConfigID === id);
}

/** As the API has it; the data of a secret are never given back. */
export function renderPayload(kind: PayloadKind, payload: Payload): object {
  const { spec } = payload;
  return {
    ...renderMeta(payload),
    Spec: {
      Name: spec.Name,
      Labels: spec.Labels,
      ...(kind === 'config' && spec.Data !== undefined && { Data: spec.Data }),
      ...(spec.Templating !== undefined && { Templating: spec.Templating }),
    },
  };
}
