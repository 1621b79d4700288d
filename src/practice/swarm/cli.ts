import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { COMMANDS, obeyAll } from './commands.ts';
import type { NodeOptions, PracticeSwarm } from './options.ts';
import { startSwarm } from './swarm.ts';
import { realTimeline } from './time/timeline.ts';

const EX_USAGE = 64;
const MOST_NODES = 200;

const USAGE = `npm run practice:swarm -- [--nodes 3] [--managers 1] [--port 23750] [--speed 1] [--seed 1]

A Docker swarm inside one process, for the docker command line: node1 listens on 127.0.0.1 at the port, node2 at the next one, and so on.
--speed 10 makes its time pass ten times as fast. While it runs, type
${COMMANDS}
`;

class UsageError extends Error {}

/** A whole number from `least` to `most`. */
function numberOf(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} is a number from ${least} to ${most}, not "${text}".`);
}

function optionsOf(args: readonly string[]) {
  const option = (standard: string) => ({ type: 'string', default: standard }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      nodes: option('3'),
      managers: option('1'),
      port: option('23750'),
      speed: option('1'),
      seed: option('1'),
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const nodes = numberOf('nodes', values.nodes, 1, MOST_NODES);
  return {
    help: values.help,
    nodes,
    managers: numberOf('managers', values.managers, 1, nodes),
    port: numberOf('port', values.port, 1, 65_536 - nodes),
    speed: numberOf('speed', values.speed, 1, 1000),
    seed: numberOf('seed', values.seed, 0, 2 ** 32 - 1),
  };
}

type Options = ReturnType<typeof optionsOf>;

function start({ nodes, managers, port, speed, seed }: Options): Promise<PracticeSwarm> {
  const machines = Array.from({ length: nodes }, (_, index): NodeOptions => {
    return { name: `node${index + 1}`, role: index < managers ? 'manager' : 'worker' };
  });
  const onCrash = (error: unknown): void =>
    void process.stderr.write(`A fault of the practice swarm: ${String(error)}\n`);
  return startSwarm({
    nodes: machines,
    ports: Object.fromEntries(machines.map(({ name }, index) => [name, port + index])),
    timeline: realTimeline(speed, onCrash),
    seed,
    onCrash,
  });
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = optionsOf(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EX_USAGE;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const swarm = await start(options);
  for (const { name, port } of swarm.nodes) say(`${name}  tcp://127.0.0.1:${port}`);
  say(`\n  export DOCKER_HOST=tcp://127.0.0.1:${options.port}`);
  say('  docker node ls');
  say('  docker service create --name redis --replicas 3 --update-delay 10s redis:3.0.5');
  say('  docker service update --image redis:3.0.6 redis\n');
  say(`Type here to break it, Ctrl-C to end it:\n${COMMANDS}`);
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const lines = createInterface({ input: process.stdin });
  void obeyAll(swarm, lines, say);
  await told;
  lines.close();
  await swarm.stop();
  swarm.timeline.close();
  return 0;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
  process.stderr.write(`${error.message}: something listens there. Choose another with --port.\n`);
  process.exit(1);
}
