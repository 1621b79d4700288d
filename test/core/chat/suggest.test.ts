import { expect, test } from 'vitest';
import { nearest } from '../../../src/core/chat/suggest.ts';

test.each([
  ['redsi', ['web', 'redis'], 'redis'],
  ['Redis', ['web', 'redis'], 'redis'],
  ['updae-delay', ['update-monitor', 'update-delay', 'rollback-delay'], 'update-delay'],
  ['upgrade-delay', ['rollback-delay', 'update-delay'], 'update-delay'],
  ['scal', ['scale', 'ps'], 'scale'],
  ['psa', ['sap', 'spa'], 'spa'],
  ['ps', ['ls', 'ps'], 'ps'],
  ['par', ['delay', 'parallelism'], 'parallelism'],
  ['frontend', ['shop_frontend', 'shop_db'], 'shop_frontend'],
])('answers %s among %j with %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toEqual(expected);
});

test.each([
  ['grafana', ['web', 'redis']],
  ['', ['a']],
  ['web', ['one_web', 'two_web']],
  ['a'.repeat(65), ['a'.repeat(64)]],
  ['x', []],
  ['is', ['ls', 'ps']],
  ['sp', ['ls', 'ps']],
  ['pls', ['ls', 'ps']],
  ['bold', ['held']],
])('answers %s among %j with nothing', (word, candidates) => {
  expect(nearest(word, candidates)).toBeNull();
});
