import { describe, expect, it } from 'vitest';
import { atomsOf, chunks, mrkdwn } from '../../../src/adapters/slack/blocks/mrkdwn.ts';

describe('mrkdwn', () => {
  it('is cut at spaces, and never inside a mention, a date or an entity', () => {
    const rich = Array.from({ length: 200 }, () => [
      { person: 'U0ANA' },
      ' & ',
      { time: 0, style: 'time' as const },
      ' <now> ',
    ]).flat();

    const texts = chunks(atomsOf(rich), 500);

    const piece = /^(?:<@U0ANA>|<!date\^0\^\{time\}\|00:00 UTC>|&amp;|&lt;now&gt;|\s)*$/u;
    expect(texts.filter((text) => text.length > 500 || !piece.test(text))).toEqual([]);
    expect(texts.join('')).toBe(mrkdwn(rich, 1_000_000));
  });

  it('closes bold and code at a cut and opens them again after it', () => {
    const texts = chunks(atomsOf([{ bold: 'aaaaaaaa' }, { code: 'bbbbbbbb' }]), 8);

    expect(texts).toEqual(['*aaaaaa*', '*aa*`bb`', '`bbbbbb`']);
  });

  it('keeps marks of plain words from formatting, and leaves other text as it is', () => {
    expect(mrkdwn('my_service_1 2 * 3 a/b:latest 10:30:20 fe80::1', 100)).toBe(
      'my_service_1 2 * 3 a/b:latest 10:30:20 fe80::1',
    );
    expect(mrkdwn('*a* _b_ `c` :bee:', 100)).not.toMatch(/\*a\*|_b_|`c`|:bee:/u);
  });

  it('shows an address that could do more than lead somewhere as plain words', () => {
    expect(mrkdwn([{ link: 'javascript:alert(1)', label: 'go' }], 100)).toBe('go (javascript:alert(1))');
    expect(mrkdwn([{ link: 'https://example.org/?a=1&b=2', label: '<x>' }], 100)).toBe(
      '<https://example.org/?a=1&amp;b=2|&lt;x&gt;>',
    );
  });
});
