import { describe, expect, test } from 'vitest';
import { sentToTyped, typedToSent } from '../../../../../src/practice/web/page/composer/typed-text.ts';
import { channels, people } from '../things.ts';

describe('mentions', () => {
  test.each([
    ['@waggle services', '<@UB> services'],
    ['hello @ana, and @Li.', 'hello <@U1>, and <@U2>.'],
    ['(@dr.who)', '(<@U5>)'],
    ['in #ops, not in #staging', 'in <#C1>, not in <#C3>'],
    ['@nobody, ana@ops, @gone, @lisandra', '@nobody, ana@ops, @gone, @lisandra'],
    ['picked <@U1> already', 'picked <@U1> already'],
  ])('%s is sent as %s', (typed, sent) => {
    expect(typedToSent(typed, { people, channels })).toBe(sent);
  });

  test('are typed again when a message is edited', () => {
    const sent = '<@U1> and <@U9> in <#C1|> see <https://x.example/a?b&amp;c> &lt;now&gt;';
    expect(sentToTyped(sent, { people, channels })).toBe(
      '@ana and <@U9> in #ops see https://x.example/a?b&c <now>',
    );
  });

  test('survive editing', () => {
    const typed = 'hello @ana in #ops: 1 < 2 & so on';
    expect(typedToSent(typed, { people, channels })).toBe('hello <@U1> in <#C1>: 1 < 2 & so on');
  });
});
