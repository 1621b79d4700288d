/** An event as an engine writes it. */
export type SwarmEvent = {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly scope?: string;
  readonly time: number;
};

/** Of all events those of the swarm about what has such a name. */
export const about = (seen: readonly unknown[], name: string): readonly SwarmEvent[] =>
  (seen as readonly SwarmEvent[]).filter(
    ({ Actor, scope }) => scope === 'swarm' && Actor.Attributes['name']?.startsWith(name),
  );

/** In one line: `service update name=x replicas.old=1 replicas.new=2`. */
export const lineOf = ({ Type, Action, Actor }: SwarmEvent): string =>
  [Type, Action, ...Object.entries(Actor.Attributes).map(([key, value]) => `${key}=${value}`)].join(' ');
