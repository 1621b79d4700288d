import { expect, it } from 'vitest';
import { FakeClock } from '../../../practice/slack/fake-clock.ts';
import { eventually, inBothModes, view } from '../harness.ts';

inBothModes('acknowledgements', (start, mode) => {
  it('come before anything that may be slow, the store among it', async () => {
    const store = Promise.withResolvers<boolean>();
    const { workspace } = await start(
      { say: (said) => said.reply(view('3 nodes')) },
      { first: () => store.promise },
    );

    const result = await workspace.as('ana').slash('ops', '/swarm nodes');
    const before = workspace.ephemerals('U1');
    store.resolve(true);
    await workspace.untilEphemeral('U1');

    expect(result).toEqual({ outcome: 'acked' });
    expect(before).toEqual([]);
  });

  it('that get lost leave the command done once, and the next one as good as ever', async () => {
    const clock = new FakeClock();
    const { workspace, told } = await start({}, { server: { clock } });
    workspace.loseAcks();

    const lost = workspace.as('ana').slash('ops', '/swarm scale redis=5');
    await workspace.until(() => told.said.length > 0);
    if (mode === 'socket') clock.advance(3_000); // over HTTP the lost answer is known at once
    const { outcome } = await lost;
    const next = await workspace.as('ana').slash('ops', '/swarm nodes');
    await workspace.until(() => told.said.length > 1);

    expect([outcome, next.outcome]).toEqual([mode === 'socket' ? 'timeout' : 'failed', 'acked']);
    expect(told.said.map(({ text }) => text)).toEqual(['scale redis=5', 'nodes']);
  });

  it('that get lost, of an event, let it come four times and be done once', async () => {
    const clock = new FakeClock();
    const { workspace, told, log } = await start({}, { server: { clock } });
    const attempts = () => workspace.deliveries[0]?.attempts ?? [];
    workspace.loseAcks(4);

    workspace.as('ana').say('ops', '@waggle scale redis=5');
    for (const [index, delay] of [0, 60_000, 300_000, 0].entries()) {
      await workspace.until(() => attempts().length === index + 1);
      await eventually(`attempt ${index + 1}`, () => told.said.length > 0 && again().length === index);
      if (mode === 'socket') clock.advance(3_000); // over HTTP the lost answer is known at once
      await workspace.until(() => attempts()[index]?.outcome !== undefined);
      clock.advance(delay);
    }

    expect(told.said.map(({ text }) => text)).toEqual(['scale redis=5']);
    expect(attempts().map(({ retry }) => retry?.attempt ?? 0)).toEqual([0, 1, 2, 3]);

    function again(): string[] {
      return log.lines.filter((line) => line.includes('a delivery came again'));
    }
  });

  it('are given to what comes again too', async () => {
    const { workspace, told } = await start();
    await workspace.as('ana').slash('ops', '/swarm nodes');
    const { envelope } = workspace.deliveries[0] ?? {};
    if (envelope === undefined) throw new Error('no delivery');

    const outcomes = await Promise.all([workspace.redeliver(envelope), workspace.redeliver(envelope)]);

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['acked', 'acked']);
    expect(told.said).toHaveLength(1);
  });
});
