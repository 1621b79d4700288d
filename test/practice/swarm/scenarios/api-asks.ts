import type { Answer, Call } from '../ground.ts';
import { said } from '../said.ts';
import type { Stage } from '../stage.ts';

/** One request whose answer is a fact. */
export type Ask = Call & {
  readonly what: string;
  /** Default: GET. */
  readonly method?: string;
  readonly path: string;
};

/** Asks one after the other, and states each answer. What was made by it goes with the stage. */
export const askAll = async (stage: Stage, asks: readonly Ask[]): Promise<void> => {
  for (const ask of asks) stage.fact(ask.what, said(await askOne(stage, ask)));
};

/** Asks; what was made by it goes with the stage. */
export const askOne = async (
  stage: Stage,
  { method = 'GET', path, ...call }: Omit<Ask, 'what'>,
): Promise<Answer> => {
  const answer = await stage.call(method, path, call);
  const made = answer.status === 201 ? idOf(answer.body) : undefined;
  const kind = /^\/(services|networks|secrets|configs)\/create/.exec(path)?.[1];
  if (made !== undefined && kind !== undefined) {
    stage.afterwards(() => stage.call('DELETE', `/${kind}/${made}`));
  }
  return answer;
};

/** The id in the answer to something made, of any kind. */
export const idOf = (body: string): string | undefined => {
  const made: unknown = JSON.parse(body);
  if (typeof made !== 'object' || made === null) return undefined;
  const id = 'ID' in made ? made.ID : 'Id' in made ? made.Id : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** Makes a thing that a scenario needs, and throws if that is refused. Returns its id; it goes with the stage. */
export const make = async (stage: Stage, path: string, body: unknown): Promise<string> => {
  const answer = await askOne(stage, { method: 'POST', path, body });
  const id = idOf(answer.body);
  if (id === undefined) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return id;
};

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What a machine has of its own, and no practice swarm can share. */
const OF_THE_MACHINE: Readonly<Record<string, string>> = {
  CertIssuerPublicKey: '<key>',
  CertIssuerSubject: '<subject>',
  TrustRoot: '<certificate>',
  NanoCPUs: '<CPUs>',
  MemoryBytes: '<memory>',
  EngineVersion: '<engine version>',
  Plugins: '<plug-ins>',
};

/** What is the next free one of its kind. */
const OF_THE_MOMENT: Readonly<Record<string, string>> = {
  'com.docker.network.driver.overlay.vxlanid_list': '<number>',
  PID: '<process>',
};

const replaced = (value: unknown, names: Readonly<Record<string, string>>): unknown => {
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, names[key] ?? replaced(inner, names)]));
};

/** A node, a swarm or an info, with what is the machine's own replaced by names for it. */
export const withoutOwn = (value: unknown): unknown => replaced(value, OF_THE_MACHINE);

/** A service, a task or a network, without numbers that are the next free ones. */
export const withoutNumbers = <T>(value: T): T => replaced(value, OF_THE_MOMENT) as T;
