import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../../../src/adapters/store/store.ts';
import type { Store } from '../../../../src/core/ports/store.ts';
import { systemClock } from '../../../../src/system.ts';
import { FakeClock } from '../../../practice/slack/fake-clock.ts';
import { eventually, inBothModes, view, type Running } from '../harness.ts';

let dir: string;
let stores: Store[] = [];
/** Two bots, each with an opening of its own of one database. */
let firsts: Store['deliveries']['first'][] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waggle-replicas-'));
  const options = { file: join(dir, 'waggle.sqlite'), key: new Uint8Array(32).fill(7), clock: systemClock };
  stores = [await openStore(options), await openStore(options)];
  firsts = stores.map(({ deliveries }) => deliveries.first);
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await rm(dir, { recursive: true, force: true });
});

const heard = ({ bots }: Running) => bots.map(({ told }) => told.said.map(({ text }) => text));
const cameAgain = ({ log }: Running) => log.lines.filter((line) => line.includes('a delivery came again'));

inBothModes('two bots on one app, reached', (start, mode) => {
  const startTwo = (more: Parameters<typeof start>[1] = {}) =>
    start({ say: (said) => said.reply(view(`did ${said.text}`)) }, { replicas: 2, firsts, ...more });

  it('divide the commands, each to one of them', async () => {
    const running = await startTwo();
    const { workspace } = running;
    const typed = ['a', 'b', 'c', 'd', 'e', 'f'];

    await Promise.all(typed.map((word) => workspace.as('ana').slash('ops', `/swarm ${word}`)));
    await workspace.until(() => workspace.ephemerals('U1').length === typed.length);

    const [one = [], two = []] = heard(running);
    expect([...one, ...two].toSorted()).toEqual(typed);
    expect([one.length, two.length]).toEqual([3, 3]);
  });

  it('do an event once that comes to both, one after the other', async () => {
    const clock = new FakeClock();
    const running = await startTwo({ server: { clock } });
    const { workspace, bots } = running;
    const attempts = () => workspace.deliveries[0]?.attempts ?? [];
    workspace.loseAcks();

    workspace.as('ana').say('ops', '@waggle scale redis=5');
    await workspace.until(() => heard(running).flat().length === 1);
    if (mode === 'socket') clock.advance(3_000); // over HTTP the lost answer is known at once
    await workspace.until(() => attempts()[0]?.outcome !== undefined);
    clock.advance(0);
    await workspace.until(() => attempts()[1]?.outcome === 'acked');
    await eventually('the second delivery', () => cameAgain(running).length === 1);

    expect(bots).toHaveLength(2);
    expect(heard(running).flat()).toEqual(['scale redis=5']);
  });

  it('do a delivery once that comes to both at the same time', async () => {
    const running = await startTwo();
    const { workspace } = running;
    workspace.as('ana').say('ops', '@waggle nodes');
    const { envelope } = await workspace.until(() => workspace.deliveries[0]);

    await Promise.all(Array.from({ length: 9 }, () => workspace.redeliver(envelope)));
    await workspace.untilEphemeral('U1');
    await eventually('the others', () => cameAgain(running).length === 9);

    expect(heard(running).flat()).toEqual(['nodes']);
    expect(workspace.ephemerals('U1').map(({ text }) => text)).toEqual(['did nodes']);
  });

  if (mode === 'http') return; // what follows is about connections that last

  it('have no hole while the connection of one is recycled or breaks', async () => {
    const running = await startTwo();
    const { workspace } = running;
    const [one, two] = workspace.sockets.connections;
    const ask = async (word: string) => (await workspace.as('ana').slash('ops', `/swarm ${word}`)).outcome;

    const recycled = workspace.sockets.recycle(one);
    const during = [await ask('a'), await ask('b')];
    await recycled;
    await workspace.until(() => workspace.sockets.connections.length === 2);
    workspace.sockets.drop(two);
    await workspace.until(() => !workspace.sockets.connections.includes(two ?? ''));
    during.push(await ask('c'), await ask('d'));
    await workspace.until(() => heard(running).flat().length === 4);

    expect(during).toEqual(['acked', 'acked', 'acked', 'acked']);
    expect(heard(running).flat().toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go on when one of them stops', async () => {
    const running = await startTwo();
    const { workspace, bots } = running;

    await bots[0]?.slack.stop();
    await workspace.until(() => workspace.sockets.connections.length === 1);
    await workspace.as('ana').slash('ops', '/swarm a');
    await workspace.as('ana').slash('ops', '/swarm b');
    await workspace.until(() => heard(running).flat().length === 2);

    expect(heard(running)).toEqual([[], ['a', 'b']]);
  });
});
