import { describe, expect, test } from 'vitest';
import {
  commandIn,
  complete,
  completionAt,
  isSlashCommand,
  type Completable,
} from '../../../../../src/practice/web/page/composer/completion.ts';
import { channels, people, workspace } from '../things.ts';

const from: Completable = { commands: workspace().commands, people, channels };

const offered = (text: string, caret = text.length): string[] | undefined =>
  completionAt(text, caret, from)?.choices.map(({ insert }) => insert);

describe('completion', () => {
  test('offers commands at the beginning of a text alone', () => {
    expect(offered('/')).toEqual(['/swarm']);
    expect(offered('/SW')).toEqual(['/swarm']);
    expect(offered('/swarm ')).toBeUndefined();
    expect(offered('say /sw')).toBeUndefined();
    expect(offered('/nothing')).toBeUndefined();
  });

  test('offers people by handle and by any part of their name', () => {
    expect(offered('@li')).toEqual(['@li', '@lisa']);
    expect(offered('ask @we')).toEqual(['@li']);
    expect(offered('(@wag')).toEqual(['@waggle']);
    expect(offered('@gone')).toBeUndefined();
    expect(offered('ana@li')).toBeUndefined();
  });

  test('offers channels one can write in', () => {
    expect(offered('see #')).toEqual(['#ops', '#staging']);
    expect(offered('see #st')).toEqual(['#staging']);
  });

  test('looks at what stands before the caret, and replaces only that', () => {
    const text = 'ask @a about it';
    const completion = completionAt(text, 6, from);
    const choice = completion?.choices[0];
    if (completion === undefined || choice === undefined) throw new Error('nothing was offered');
    expect(complete(text, completion, choice)).toEqual({ text: 'ask @ana about it', caret: 9 });
  });

  test('leaves a space behind what it puts in', () => {
    const completion = completionAt('/sw', 3, from);
    const choice = completion?.choices[0];
    if (completion === undefined || choice === undefined) throw new Error('nothing was offered');
    expect(complete('/sw', completion, choice)).toEqual({ text: '/swarm ', caret: 7 });
  });

  test('knows the command whose arguments are typed', () => {
    expect(commandIn('/swarm sc', from.commands)?.command).toBe('/swarm');
    expect(commandIn('/swarm', from.commands)).toBeUndefined();
    expect(commandIn('say /swarm x', from.commands)).toBeUndefined();
  });

  test.each([
    ['/swarm', true],
    ['/swarm scale redis=5', true],
    ['/unknown thing', true],
    ['/etc/hosts is a file', false],
    ['/', false],
    ['/ swarm', false],
    ['a /swarm', false],
  ])('%s is a command: %s', (text, is) => {
    expect(isSlashCommand(text)).toBe(is);
  });
});
