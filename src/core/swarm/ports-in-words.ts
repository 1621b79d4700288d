import type { EndpointPort } from './spec.ts';

type Range = {
  readonly protocol: string;
  readonly published: readonly [number, number];
  readonly target: readonly [number, number];
};

/** Published ports as `docker service ls` prints them: ingress only, neighbours as a range (docker/cli service formatter). */
export function portsInWords(ports: readonly EndpointPort[]): string {
  const ranges: Range[] = [];
  for (const port of ports.filter(isIngress).toSorted(byPublished)) {
    const next = asRange(port);
    const last = ranges.at(-1);
    if (last !== undefined && continues(last, next)) ranges[ranges.length - 1] = joined(last, next);
    else ranges.push(next);
  }
  return ranges.map(inWords).join(', ');
}

/** Every port, host ports too, one by one: `80->8080/tcp`. */
export function portInWords({ PublishedPort, TargetPort, Protocol = 'tcp' }: EndpointPort): string {
  return `*:${PublishedPort ?? 0}->${TargetPort ?? 0}/${Protocol}`;
}

function isIngress({ PublishMode = 'ingress', PublishedPort = 0 }: EndpointPort): boolean {
  return PublishMode === 'ingress' && PublishedPort > 0;
}

function byPublished(a: EndpointPort, b: EndpointPort): number {
  const [left = 'tcp', right = 'tcp'] = [a.Protocol, b.Protocol];
  if (left !== right) return left < right ? -1 : 1;
  return (a.PublishedPort ?? 0) - (b.PublishedPort ?? 0);
}

function asRange({ PublishedPort = 0, TargetPort = 0, Protocol = 'tcp' }: EndpointPort): Range {
  return { protocol: Protocol, published: [PublishedPort, PublishedPort], target: [TargetPort, TargetPort] };
}

function continues(range: Range, next: Range): boolean {
  const targetStep = next.target[0] - range.target[1];
  const isTargetRange = range.target[1] !== range.target[0];
  return (
    next.protocol === range.protocol &&
    next.published[0] - range.published[1] <= 1 &&
    (targetStep === 1 || (targetStep === 0 && !isTargetRange))
  );
}

function joined(range: Range, next: Range): Range {
  return {
    ...range,
    published: [range.published[0], next.published[1]],
    target: [range.target[0], next.target[1]],
  };
}

function inWords({ protocol, published, target }: Range): string {
  return `*:${span(published)}->${span(target)}/${protocol}`;
}

function span([from, to]: readonly [number, number]): string {
  return to > from ? `${from}-${to}` : String(from);
}
