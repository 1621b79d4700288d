import { expect, test } from 'vitest';
import { AddressPool } from '../../../../../src/practice/swarm/manager/allocator/address-pool.ts';
import {
  hostPortsDiffer,
  PortAllocator,
  portsAllocated,
} from '../../../../../src/practice/swarm/manager/allocator/port-allocator.ts';
import { SubnetPool } from '../../../../../src/practice/swarm/manager/allocator/subnet-pool.ts';
import {
  isCidr,
  subnetOf,
  subnetText,
  type Subnet,
} from '../../../../../src/practice/swarm/manager/allocator/subnet.ts';
import type { Port } from '../../../../../src/practice/swarm/state/spec.ts';

const subnet = (text: string): Subnet => {
  const found = subnetOf(text);
  if (found === undefined) throw new Error(`${text} is no subnet`);
  return found;
};

test('a subnet is the block that its address is in', () => {
  expect(
    ['10.1.2.3/24', '10.1.2.3/31', '255.255.255.255/32', '10.0.0.1/33', 'x/8', '10.0.0.1', 'fd00::/64'].map(
      subnetOf,
    ),
  ).toEqual([
    { first: 0x0a010200, last: 0x0a0102ff, bits: 24 },
    { first: 0x0a010202, last: 0x0a010203, bits: 31 },
    { first: 0xffffffff, last: 0xffffffff, bits: 32 },
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['fd00::/64', 'fd00::/129', '10.0.0.0/', '10.0.0.0/8'].map(isCidr)).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test('addresses are given out in series: one that came back waits until all others were given', () => {
  const pool = new AddressPool(subnet('10.0.1.0/29'));
  const first = [pool.take(), pool.take(), pool.take()];
  pool.release('10.0.1.2/29');
  expect([...first, pool.take(), pool.take(), pool.take(), pool.take(), pool.take()]).toEqual([
    '10.0.1.1/29',
    '10.0.1.2/29',
    '10.0.1.3/29',
    '10.0.1.4/29',
    '10.0.1.5/29',
    '10.0.1.6/29',
    '10.0.1.2/29',
    undefined,
  ]);
});

test('one address can be taken once, and only in its subnet', () => {
  const pool = new AddressPool(subnet('10.0.1.0/24'), subnet('10.0.1.128/25'));
  expect([
    pool.takeThis('10.0.1.5'),
    pool.takeThis('10.0.1.5'),
    pool.takeThis('10.0.2.5'),
    pool.takeThis('10.0.1.255'),
    pool.take(),
  ]).toEqual(['10.0.1.5/24', undefined, undefined, undefined, '10.0.1.128/24']);
});

test('default subnets follow each other and go around what is taken', () => {
  const pool = new SubnetPool();
  pool.takeThis(subnet('10.0.1.0/24'));
  const [a, b] = [pool.take(), pool.take()];
  if (b !== undefined) pool.release(b);
  expect([a, b, pool.take()].map((one) => one && subnetText(one))).toEqual([
    '10.0.0.0/24',
    '10.0.2.0/24',
    '10.0.3.0/24',
  ]);
  expect(pool.takeThis(subnet('10.0.0.0/16'))).toBeUndefined();
});

const open = (TargetPort: number): Port => ({ Protocol: 'tcp', TargetPort, PublishMode: 'ingress' });
const ingress = (TargetPort: number, PublishedPort: number, Protocol: Port['Protocol'] = 'tcp'): Port => ({
  Protocol,
  TargetPort,
  PublishedPort,
  PublishMode: 'ingress',
});
const host = (TargetPort: number, PublishedPort: number): Port => ({
  ...ingress(TargetPort, PublishedPort),
  PublishMode: 'host',
});

test('ports that are left to the swarm begin at 30000, each protocol for itself', () => {
  const ports = new PortAllocator();
  expect([
    ports.allocate([ingress(1, 30_000), open(2), { ...open(3), Protocol: 'udp' }], undefined),
    ports.allocate([open(2)], undefined),
    ports.allocate([ingress(9, 30_001)], undefined),
    ports.allocate([ingress(9, 30_001, 'udp')], undefined),
  ]).toEqual([
    [ingress(1, 30_000), ingress(2, 30_001), ingress(3, 30_000, 'udp')],
    [ingress(2, 30_002)],
    undefined,
    [ingress(9, 30_001, 'udp')],
  ]);
});

test('an open port stays what it was while the number of ports is the same, and is renewed when it is not', () => {
  const ports = new PortAllocator();
  const one = ports.allocate([open(80), ingress(81, 8081)], undefined);
  const two = ports.allocate([open(80), ingress(81, 8082)], one);
  const three = ports.allocate([open(80)], two);
  expect([one, two, three]).toEqual([
    [ingress(80, 30_000), ingress(81, 8081)],
    [ingress(81, 8082), ingress(80, 30_000)],
    [ingress(80, 30_001)],
  ]);
});

test('who cannot get all its ports keeps those it had', () => {
  const ports = new PortAllocator();
  const held = ports.allocate([ingress(80, 8080)], undefined);
  ports.allocate([ingress(80, 9090)], undefined);
  expect([
    ports.allocate([ingress(80, 8081), ingress(81, 9090)], held),
    ports.allocate([ingress(1, 8080)], undefined),
    ports.allocate([ingress(1, 8081)], undefined),
  ]).toEqual([undefined, undefined, [ingress(1, 8081)]]);
});

test('host-mode ports belong to nobody here', () => {
  const ports = new PortAllocator();
  expect([ports.allocate([host(80, 8080)], undefined), ports.allocate([host(80, 8080)], undefined)]).toEqual([
    [host(80, 8080)],
    [host(80, 8080)],
  ]);
});

test('an endpoint answers to its spec or does not', () => {
  const holds = (wanted: readonly Port[] | undefined, held: readonly Port[] | undefined) =>
    portsAllocated(wanted && { Mode: 'vip', Ports: wanted }, held && { ports: held, virtualIPs: [] });
  expect([
    holds(undefined, undefined),
    holds(undefined, []),
    holds([], undefined),
    holds([open(80)], [ingress(80, 30_000)]),
    holds([open(80), open(80)], [ingress(80, 30_000), ingress(80, 30_001)]),
    holds([ingress(80, 1)], [ingress(80, 30_000)]),
    holds([open(80), open(81)], [ingress(80, 30_000)]),
    holds([host(80, 1)], [host(80, 2)]),
    holds([host(80, 1)], [host(81, 1)]),
  ]).toEqual([true, false, false, true, true, false, false, true, false]);
});

test('another host-mode port is a change of its own', () => {
  const differ = (wanted: readonly Port[], held: readonly Port[]) =>
    hostPortsDiffer({ Mode: 'vip', Ports: wanted }, { ports: held, virtualIPs: [] });
  expect([
    differ([host(80, 1)], [host(80, 1)]),
    differ([host(80, 2)], [host(80, 1)]),
    differ([ingress(80, 2)], []),
    hostPortsDiffer(undefined, undefined),
  ]).toEqual([false, true, false, false]);
});
