import { contains, addressOf, isCidr, subnetOf } from '../../manager/allocator/subnet.ts';
import { NETWORK_DRIVERS } from '../../plugins.ts';
import type { Network } from '../../state/objects.ts';
import type { Draft } from '../../state/store.ts';
import { ApiError } from '../api.ts';
import { flag, list, map, struct, text, type Decoded } from '../decode.ts';
import { rpcError } from '../rpc-error.ts';
import { validateAnnotations } from '../validate-annotations.ts';

const texts = map(text);

/** `moby api/types`, NetworkCreateRequest. */
export const createRequest = struct('types.NetworkCreateRequest', {
  CheckDuplicate: flag,
  Driver: text,
  Scope: text,
  EnableIPv6: flag,
  IPAM: struct('network.IPAM', {
    Driver: text,
    Options: texts,
    Config: list(
      struct('network.IPAMConfig', { Subnet: text, IPRange: text, Gateway: text, AuxiliaryAddresses: texts }),
    ),
  }),
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  ConfigOnly: flag,
  ConfigFrom: struct('network.ConfigReference', { Network: text }),
  Options: texts,
  Labels: texts,
  Name: text,
});
export type Posted = Decoded<typeof createRequest>;

const PREDEFINED: readonly string[] = ['bridge', 'host', 'none', 'default'];
const SWARM_DRIVERS: readonly string[] = ['bridge', 'host', 'ipvlan', 'macvlan', 'overlay'];
/** What the nodes' own networks have that the swarm made for itself. */
export const PREDEFINED_LABEL = 'com.docker.swarm.predefined';

/** Networks that every machine has (`moby runconfig`, IsPreDefinedNetwork). */
export const isPredefined = (name: string): boolean => PREDEFINED.includes(name);

/** What a machine itself refuses, before the managers are asked (`moby daemon/network.go`, createNetwork). @throws ApiError. */
export function validateLocally({ Name = '', Driver = '', Scope = '', IPAM }: Posted): void {
  if (isPredefined(Name))
    throw new ApiError(403, `operation is not permitted on predefined ${Name} network `);
  for (const { Subnet = '' } of IPAM?.Config ?? []) {
    if (!isCidr(Subnet))
      throw new ApiError(500, `Invalid subnet ${Subnet} : invalid CIDR address: ${Subnet}`);
  }
  if (Name.trim() === '') throw new ApiError(500, `invalid name: ${Name}`);
  if (!NETWORK_DRIVERS.includes(Driver === '' ? 'bridge' : Driver)) {
    throw new ApiError(404, `plugin "${Driver}" not found`);
  }
  if (Driver === 'overlay' && Scope === 'local') {
    throw new ApiError(403, 'cannot downgrade network scope for overlay networks');
  }
  if (Driver === 'host' || Driver === 'null') {
    throw new ApiError(403, `only one instance of "${Driver}" network is allowed`);
  }
}

/** A network of the swarm as it is kept (`swarmkit manager/controlapi/network.go`, validateNetworkSpec). @throws ApiError. */
export function networkOf(posted: Posted): Omit<Draft<Network>, 'id'> {
  const { Name = '', Driver = '', Labels, Options, IPAM, Attachable = false, Ingress = false } = posted;
  if (Ingress && Driver !== 'overlay') {
    throw rpcError('Unimplemented', 'only overlay driver is currently supported for ingress network');
  }
  if (Attachable && Ingress) throw rpcError('InvalidArgument', 'ingress network cannot be attachable');
  validateAnnotations(Name);
  if (Labels !== undefined && Object.hasOwn(Labels, PREDEFINED_LABEL)) {
    const words = `label ${PREDEFINED_LABEL} is for internally created predefined networks and cannot be applied by users`;
    throw rpcError('PermissionDenied', words);
  }
  if (!SWARM_DRIVERS.includes(Driver)) {
    throw rpcError('InvalidArgument', `error during lookup of plugin ${Driver}`);
  }
  const ipam = IPAM && ipamOf(IPAM);
  return {
    name: Name,
    ...(Labels && Object.keys(Labels).length > 0 && { labels: Labels }),
    driver: Driver,
    attachable: Attachable,
    ingress: Ingress,
    internal: posted.Internal ?? false,
    enableIPv6: posted.EnableIPv6 ?? false,
    ...(Options && Object.keys(Options).length > 0 && { options: Options }),
    ...(ipam && { ipam }),
  };
}

function ipamOf({
  Driver = '',
  Options,
  Config = [],
}: NonNullable<Posted['IPAM']>): NonNullable<Network['ipam']> {
  const driver = Driver === '' ? 'default' : Driver;
  if (driver.toLowerCase() !== 'default') {
    throw rpcError('InvalidArgument', `error during lookup of plugin ${driver}`);
  }
  const configs = Config.map(({ Subnet = '', IPRange = '', Gateway = '' }) => {
    const invalid = (words: string): ApiError => rpcError('InvalidArgument', `ipam configuration: ${words}`);
    const subnet = subnetOf(Subnet);
    const holds = (address: string): boolean => {
      const number = addressOf(address);
      return subnet !== undefined && number !== undefined && contains(subnet, number);
    };
    if (IPRange !== '' && !isCidr(IPRange)) throw invalid(`invalid range ${IPRange}`);
    if (IPRange !== '' && !holds(IPRange.split('/')[0] ?? '')) {
      throw invalid(`subnet ${Subnet} does not contain range ${IPRange}`);
    }
    if (Gateway !== '' && addressOf(Gateway) === undefined) throw invalid(`invalid gateway ${Gateway}`);
    if (Gateway !== '' && !holds(Gateway))
      throw invalid(`subnet ${Subnet} does not contain gateway ${Gateway}`);
    return {
      subnet: Subnet,
      ...(IPRange !== '' && { range: IPRange }),
      ...(Gateway !== '' && { gateway: Gateway }),
    };
  });
  return { driver, ...(Options && Object.keys(Options).length > 0 && { options: Options }), configs };
}
