import type { IpamConfig, Ipam, Network } from '../../state/objects.ts';
import { rfc3339Nano } from '../../time/rfc3339.ts';
import { renderMeta } from '../render-meta.ts';

/** A network as `GET /networks` has it (`moby api/types`, NetworkResource), in the order of Go's fields. */
export type NetworkResource = {
  readonly Name: string;
  readonly Id: string;
  readonly Created: string;
  readonly Scope: 'swarm' | 'local';
  readonly Driver: string;
  readonly EnableIPv6: boolean;
  readonly IPAM: {
    readonly Driver: string;
    readonly Options: Readonly<Record<string, string>> | null;
    readonly Config: readonly object[] | null;
  };
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly Ingress: boolean;
  readonly ConfigFrom: { readonly Network: string };
  readonly ConfigOnly: boolean;
  readonly Containers: Readonly<Record<string, object>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Peers?: readonly { readonly Name: string; readonly IP: string }[];
  readonly Services?: Readonly<Record<string, object>>;
};

/** A network as the managers know it (`moby daemon/cluster/convert/network.go`, BasicNetworkFromGRPC). */
export function renderNetwork(network: Network): NetworkResource {
  const { state } = network;
  return {
    Name: network.name,
    Id: network.id,
    Created: rfc3339Nano(network.createdAt),
    Scope: 'swarm',
    Driver: state?.driver ?? '',
    EnableIPv6: network.enableIPv6,
    IPAM: {
      Driver: state?.ipam.driver ?? '',
      Options: state?.ipam.options ?? null,
      Config: state?.ipam.configs.map((config) => renderConfig(config, 'IPRange')) ?? null,
    },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: null,
    Options: state?.options ?? null,
    Labels: network.labels ?? null,
  };
}

/** A network as it stands in the `NetworksAttachments` of a task (`moby api/types/swarm`, Network). */
export function renderAttachedNetwork(network: Network): object {
  const { driver, options, ipam, state } = network;
  return {
    ...renderMeta(network),
    Spec: {
      Name: network.name,
      Labels: network.labels ?? {},
      DriverConfiguration: renderDriver(driver, options),
      ...(network.enableIPv6 && { IPv6Enabled: true }),
      ...(network.internal && { Internal: true }),
      ...(network.attachable && { Attachable: true }),
      ...(network.ingress && { Ingress: true }),
      ...(ipam && { IPAMOptions: renderIpam(ipam) }),
      Scope: 'swarm',
    },
    DriverState: renderDriver(state?.driver ?? '', state?.options),
    ...(state && { IPAMOptions: renderIpam(state.ipam) }),
  };
}

function renderDriver(name: string, options: Network['options']): object {
  return {
    ...(name !== '' && { Name: name }),
    ...(options && Object.keys(options).length > 0 && { Options: options }),
  };
}

function renderIpam({ driver = '', options, configs }: Ipam): object {
  return {
    Driver: renderDriver(driver, options),
    ...(configs.length > 0 && { Configs: configs.map((config) => renderConfig(config, 'Range')) }),
  };
}

function renderConfig({ subnet, range, gateway }: IpamConfig, rangeName: 'Range' | 'IPRange'): object {
  return {
    ...(subnet !== undefined && { Subnet: subnet }),
    ...(range !== undefined && { [rangeName]: range }),
    ...(gateway !== undefined && { Gateway: gateway }),
  };
}
