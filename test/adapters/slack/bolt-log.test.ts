import { expect, test } from 'vitest';
import { boltLog } from '../../../src/adapters/slack/bolt-log.ts';
import { causeOf } from '../../../src/adapters/slack/trouble.ts';
import { keptLog } from '../../support/kept-log.ts';

test('what the libraries say of a failure that they throw too is for debugging; the rest is told', () => {
  const log = keptLog();
  const logger = boltLog(log);

  logger.warn('http request failed', 'fetch failed');
  logger.error('Failed to retrieve a new WSS URL (error: Error)');
  logger.error('WebSocket error occurred: ');
  logger.warn('Failed to parse and verify the request data');
  logger.debug('a whole payload');

  expect(log.lines.map((line) => line.split(' ')[0])).toEqual(['debug', 'debug', 'debug', 'warn']);
});

test.each([
  [new TypeError('fetch failed', { cause: new AggregateError([], 'x') }), 'x'],
  [
    new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ENOTFOUND' }) }),
    'ENOTFOUND',
  ],
  [new Error('failed', { cause: new DOMException('too long', 'TimeoutError') }), 'no answer in time'],
  [undefined, 'its socket did not open'],
])('the cause of %s is told in few words', (error, words) => {
  expect(causeOf(error)).toBe(words);
});
