import { expect, test } from 'vitest';
import { portsInWords } from '../../../src/core/swarm/ports-in-words.ts';

const port = (PublishedPort: number, TargetPort: number, over: Record<string, string> = {}) => ({
  Protocol: 'tcp',
  PublishMode: 'ingress',
  PublishedPort,
  TargetPort,
  ...over,
});

test.each([
  ['nothing', [], ''],
  ['one port', [port(80, 8080)], '*:80->8080/tcp'],
  ['neighbours as a range', [port(82, 92), port(80, 90), port(81, 91)], '*:80-82->90-92/tcp'],
  ['neighbours to one port as a range', [port(80, 90), port(81, 90)], '*:80-81->90/tcp'],
  ['a gap apart', [port(80, 90), port(82, 91)], '*:80->90/tcp, *:82->91/tcp'],
  ['protocols apart', [port(53, 53, { Protocol: 'udp' }), port(53, 53)], '*:53->53/tcp, *:53->53/udp'],
  ['a target that falls back apart', [port(80, 90), port(81, 80)], '*:80->90/tcp, *:81->80/tcp'],
  ['no ports of the nodes themselves', [port(80, 90, { PublishMode: 'host' })], ''],
])('ports are printed as docker prints them: %s', (_what, ports, printed) => {
  expect(portsInWords(ports)).toBe(printed);
});
