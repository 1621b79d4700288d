import { describe, expect, test } from 'vitest';
import {
  isInChannel,
  threadOf,
  threadSummaries,
} from '../../../../../src/practice/web/page/thread/threads.ts';
import { message } from '../things.ts';

describe('threads', () => {
  const messages = [
    message('1.0', { text: 'first' }),
    message('2.0', { threadTs: '1.0', user: 'U2' }),
    message('3.0', { threadTs: '1.0', user: 'U3' }),
    message('4.0', { threadTs: '1.0', user: 'U2', isBroadcast: true }),
    message('5.0', { threadTs: '1.0', user: 'U4', isEphemeral: true }),
    message('6.0'),
  ];

  test('are counted, with who replied, the latest last', () => {
    expect([...threadSummaries(messages)]).toEqual([
      ['1.0', { replies: 3, last: '4.0', people: ['U3', 'U2'] }],
    ]);
  });

  test('leave to the channel what begins one and what was sent there too', () => {
    expect(messages.filter(isInChannel).map(({ ts }) => ts)).toEqual(['1.0', '4.0', '6.0']);
    expect(threadOf(messages, '1.0').map(({ ts }) => ts)).toEqual(['1.0', '2.0', '3.0', '4.0', '5.0']);
  });
});
