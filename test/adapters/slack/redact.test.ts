import { expect, it } from 'vitest';
import { describeError, redact } from '../../../src/adapters/slack/redact.ts';

it.each([
  ['token xoxb-123-abc!', 'token [secret]!'],
  ['xapp-1-A0-9-abc', '[secret]'],
  ['xoxe.xoxp-1-Mi0y', '[secret]'],
  [
    'wss://wss-primary.slack.com/link/?ticket=ab-12&app_id=x',
    'wss://wss-primary.slack.com/link/?ticket=[secret]&app_id=x',
  ],
  ['POST https://hooks.slack.com/commands/T1/2/abc failed', 'POST https://hooks.slack.com/[secret] failed'],
  ['Authorization: Bearer abc', 'Authorization: Bearer [secret]'],
  ['redis:3.0.6 has no xox in it', 'redis:3.0.6 has no xox in it'],
])('makes %s fit for the log', (text, safe) => {
  expect(redact(text)).toBe(safe);
});

it('frees errors of secrets, their stack too', () => {
  const { name, message, stack } = describeError(new TypeError('bad xoxb-1-a'));

  expect([name, message, stack?.includes('xoxb')]).toEqual(['TypeError', 'bad [secret]', false]);
});
