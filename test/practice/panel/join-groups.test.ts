import { expect, test } from 'vitest';
import type { Group } from '../../../src/practice/panel/group.ts';
import { joinGroups } from '../../../src/practice/panel/join-groups.ts';
import { PanelRefusal } from '../../../src/practice/web/panel.ts';

/** A group of two items, whose actions end when they are let. */
function slowGroup() {
  const under: {
    readonly name: string;
    readonly end: (said: string) => void;
    readonly fail: (why: Error) => void;
  }[] = [];
  const group: Group = {
    state: () => ({
      id: 'g',
      title: 'G',
      about: '',
      items: ['a', 'b/c'].map((id) => ({
        id,
        label: id,
        state: 'good',
        tone: 'good',
        actions: [{ id: 'x', label: 'X', isDangerous: false }],
      })),
    }),
    onChange: () => () => {},
    act: (item, action) =>
      new Promise((end, fail) => {
        under.push({ name: `${item} ${action}`, end, fail });
      }),
  };
  return { group, under };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('actions on one item are done one after the other, also after one that failed; those on others at once', async () => {
  const { group, under } = slowGroup();
  const panel = joinGroups({ groups: [group], tries: [] });

  const first = panel.act('g/a', 'one');
  const second = panel.act('g/a', 'two');
  const other = panel.act('g/b/c', 'three');
  await turn();
  expect(under.map(({ name }) => name)).toEqual(['a one', 'b/c three']);

  under[0]?.fail(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await turn();
  expect(under.map(({ name }) => name)).toEqual(['a one', 'b/c three', 'a two']);
  under[1]?.end('3');
  under[2]?.end('2');
  expect(await Promise.all([second, other])).toEqual(['2', '3']);
});

test('an item that something is done to is busy, and whoever listens hears of it', async () => {
  const { group, under } = slowGroup();
  const panel = joinGroups({ groups: [group], tries: [], notice: 'careful' });
  const tones = (): string[] => panel.state().groups[0]?.items.map(({ tone }) => tone) ?? [];
  let heard = 0;
  const stop = panel.onChange(() => (heard += 1));

  const doing = panel.act('g/a', 'one');
  await turn();
  expect(tones()).toEqual(['busy', 'good']);
  expect(panel.state().groups[0]?.items[0]?.actions[0]?.disabled).toMatch(/under way/);
  under[0]?.end('done');
  await doing;

  expect(tones()).toEqual(['good', 'good']);
  expect(heard).toBe(2);
  stop();
  expect(panel.state()).toMatchObject({
    notice: 'careful',
    groups: [{ items: [{ id: 'g/a' }, { id: 'g/b/c' }] }],
  });
});

test('what is not in the panel is refused', async () => {
  const panel = joinGroups({ groups: [slowGroup().group], tries: [] });

  await expect(panel.act('h/a', 'one')).rejects.toThrow(PanelRefusal);
});
