import { parseArgs } from 'node:util';
import { LAB_IMAGES } from './images.ts';
import {
  labAttach,
  labDown,
  LabError,
  labStatus,
  labUp,
  SILENT_REGISTRY,
  type Lab,
  type LabOptions,
} from './lab.ts';

const USAGE = `npm run lab -- up|down|status [--nodes 3] [--managers 1] [--name waggle]
npm run lab -- record [--runs 2] [--at-once 9] [scenario|beginning* ...]

  up      a real Docker Swarm on this machine: engines, a registry, images (root on Linux)
  status  what is there of it
  down    takes it away, whole or half made
  record  plays the scenarios of test/practice/swarm on it, and writes down what its engines did

Its folder is /var/tmp/<name>-lab, or WAGGLE_LAB_DIR.`;

const say = (text: string): void => console.log(text);

const up = async (options: LabOptions): Promise<void> => {
  const began = performance.now();
  const lab = await labUp(options);
  say(`The lab "${lab.name}" is up (${((performance.now() - began) / 1000).toFixed(1)} s), in ${lab.dir}`);
  await describe(lab);
};

const describe = async (lab: Lab): Promise<void> => {
  const nodes = await lab.docker(['node', 'ls']);
  say(`\n${(nodes.stdout || nodes.stderr).trim()}\n`);
  for (const node of lab.nodes) say(`${node.name}  ${node.address}  docker -H unix://${node.socket} info`);
  say(
    `\nImages (also without "${lab.registry}/"): ${LAB_IMAGES.map(({ repository, tag }) => `${repository}:${tag}`).join(' ')}`,
  );
  say(`A registry that never answers: ${SILENT_REGISTRY}`);
  say(`\n  export DOCKER_HOST=unix://${lab.nodes[0]?.socket}`);
  say(`  docker service create --detach --name redis --replicas 3 ${lab.image('redis:3.0.5')}`);
};

const status = async (options: LabOptions): Promise<void> => {
  const found = await labStatus(options);
  say(`The lab "${found.name}" is ${found.state} (${found.dir})`);
  if (found.state === 'up') return describe(await labAttach(options));
  for (const node of found.nodes)
    say(`${node.name}  ${node.answers ? 'answers' : 'does not answer'}  ${node.socket}`);
};

/** What is recorded belongs to the practice swarm's tests; it is loaded only when asked for. */
const record = async (options: LabOptions, names: string[], runs = 2, atOnce?: number): Promise<void> => {
  const { recordScenarios } = await import('../../practice/swarm/record.ts');
  const lab = await labAttach(options);
  const more = atOnce === undefined ? {} : { atOnce };
  const bad = await recordScenarios(lab, { names, runs, say, ...more });
  if (bad.length > 0) throw new LabError(`Not recorded: ${bad.join(' ')}`);
};

const count = (text: string | undefined, flag: string): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]$/.test(text)) throw new LabError(`--${flag} wants a number from 1 to 9, not "${text}".`);
  return Number(text);
};

/** parseArgs throws on what it does not know; that is the person's fault, not a bug. */
const parse = () => {
  const text = { type: 'string' } as const;
  const options = { name: text, nodes: text, managers: text, runs: text, 'at-once': text };
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new LabError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
};

const main = async (signal: AbortSignal): Promise<void> => {
  const { positionals, values } = parse();
  const nodes = count(values.nodes, 'nodes');
  const managers = count(values.managers, 'managers');
  const options: LabOptions = {
    signal,
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(managers === undefined ? {} : { managers }),
  };
  const [verb, ...rest] = positionals;
  if (verb === 'record')
    return record(options, rest, count(values.runs, 'runs'), count(values['at-once'], 'at-once'));
  if (rest.length > 0) throw new LabError(`"${rest[0]}" is one word too many.\n\n${USAGE}`);
  if (verb === 'up') return up(options);
  if (verb === 'status') return status(options);
  if (verb !== 'down') throw new LabError(USAGE);
  await labDown(options);
  say('The lab is down; nothing of it is left.');
};

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

try {
  await main(stop.signal);
} catch (error) {
  if (!(error instanceof LabError) && !stop.signal.aborted) throw error;
  console.error(stop.signal.aborted ? 'Stopped; what was begun is taken away.' : (error as Error).message);
  process.exitCode = 1;
}
