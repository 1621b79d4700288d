import { describe, expect, test } from 'vitest';
import { Drafts } from '../../../../../src/practice/web/page/composer/drafts.ts';

describe('what is begun to type', () => {
  test('is kept by composer, and words from elsewhere are told to the one that is there', () => {
    const drafts = new Drafts();
    const told: string[] = [];
    const stop = drafts.listen('U1 C1 ', () => told.push(drafts.get('U1 C1 ')));
    drafts.keep('U1 C1 ', 'mine');
    drafts.put('U1 C2 ', 'other');
    drafts.put('U1 C1 ', '/swarm help');
    stop();
    drafts.put('U1 C1 ', 'later');
    expect(told).toEqual(['/swarm help']);
    expect(drafts.get('U1 C2 ')).toBe('other');
    expect(drafts.get('U1 C3 ')).toBe('');
  });

  test('gives the focus once to the composer that words were put into', () => {
    const drafts = new Drafts();
    drafts.put('a', 'words');
    expect([drafts.takeFocus('b'), drafts.takeFocus('a'), drafts.takeFocus('a')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
