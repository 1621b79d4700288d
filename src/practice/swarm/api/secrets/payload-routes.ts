import type { ApiRequest, Context, Reply, Route } from '../api.ts';
import { ApiError } from '../api.ts';
import { decode } from '../decode.ts';
import { parseFiltersOr500 } from '../filters.ts';
import { parseUint } from '../query.ts';
import { rpcError } from '../rpc-error.ts';
import {
  findPayload,
  labelsOf,
  renderPayload,
  schemaOf,
  specOf,
  usersOf,
  type Payload,
  type PayloadKind,
} from './payload.ts';
import { matchLabels, select } from '../select.ts';

/** The routes of secrets, or of configs (`moby daemon/cluster/secrets.go` and `configs.go`). */
export function payloadRoutes(kind: PayloadKind): readonly Route[] {
  const path = `/${kind}s` as const;
  return [
    {
      method: 'GET',
      path,
      needs: 'manager-read',
      handle: (request, context) => list(kind, request, context),
    },
    {
      method: 'POST',
      path: `${path}/create`,
      needs: 'manager-write',
      handle: (request, context) => create(kind, request, context),
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      needs: 'manager-read',
      handle: ({ params }, { world }) => ({
        status: 200,
        json: renderPayload(kind, findPayload(world.store, kind, params.id ?? '')),
      }),
    },
    {
      method: 'POST',
      path: `${path}/:id/update`,
      needs: 'manager-write',
      handle: (request, context) => update(kind, request, context),
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      needs: 'manager-write',
      handle: (request, context) => remove(kind, request, context),
    },
  ];
}

function list(kind: PayloadKind, { query }: ApiRequest, { world: { store } }: Context): Reply {
  const filters = parseFiltersOr500(query);
  filters.accept(...(kind === 'secret' ? ['names'] : []), 'name', 'id', 'label');
  const all: Iterable<Payload> = kind === 'secret' ? store.secrets.all() : store.configs.all();
  const found = select(all, ({ spec }) => spec.Name, {
    names: filters.get('names'),
    namePrefixes: filters.get('name'),
    idPrefixes: filters.get('id'),
  });
  const labels = filters.get('label');
  const matching = found.filter(({ spec }) => matchLabels(spec.Labels, labels));
  return { status: 200, json: matching.map((one) => renderPayload(kind, one)) };
}

function create(kind: PayloadKind, { body }: ApiRequest, { world: { store, random } }: Context): Reply {
  const spec = specOf(kind, decode(schemaOf(kind), body));
  const table = kind === 'secret' ? store.secrets : store.configs;
  if (table.count(`name:${spec.Name.toLowerCase()}`) > 0) {
    throw rpcError('AlreadyExists', `${kind} ${spec.Name} already exists`);
  }
  const { id } = store.write((tx) => tx.create(kind, { id: random.id(), spec }));
  return { status: 201, json: { ID: id } };
}

function update(
  kind: PayloadKind,
  { body, query, params }: ApiRequest,
  { world: { store } }: Context,
): Reply {
  const posted = decode(schemaOf(kind), body);
  const version = parseUint(query.get('version') ?? '');
  if ('fault' in version) throw new ApiError(400, `invalid ${kind} version`);
  const before = findPayload(store, kind, params.id ?? '');
  const spec = { ...before.spec, Labels: labelsOf(before, posted) };
  if (version.value !== before.version) throw rpcError('Unknown', 'update out of sequence');
  store.write((tx) => tx.update(kind, before.id, { spec }));
  return { status: 200, empty: true };
}

function remove(kind: PayloadKind, { params }: ApiRequest, { world: { store } }: Context): Reply {
  const { id, spec } = findPayload(store, kind, params.id ?? '');
  const users = usersOf(store, kind, id);
  if (users.length > 0) {
    const services = users.length === 1 ? 'service' : 'services';
    const words = `${kind} '${spec.Name}' is in use by the following ${services}: ${users.join(', ')}`;
    throw rpcError('InvalidArgument', words);
  }
  store.write((tx) => tx.remove(kind, id));
  return { status: 204, empty: true };
}
