import { expect, test } from 'vitest';
import { usage, usageHint } from '../../../src/core/chat/usage.ts';
import { help, nodes, scale, update } from './catalog.ts';

test.each([
  [scale, 'scale [--detach] SERVICE=REPLICAS...'],
  [update, 'update [OPTIONS] SERVICE'],
  [nodes, 'nodes'],
  [help, 'help [TOPIC...]'],
])('says in one line how a command is said', (command, expected) => {
  expect(usage(command)).toEqual(expected);
});

test('the hint has the usage and an example', () => {
  expect(usageHint(scale)).toEqual(
    'Usage: scale [--detach] SERVICE=REPLICAS... (for example: scale redis=5)',
  );
});

test('the hint repeats no example that is the usage itself', () => {
  expect(usageHint(nodes)).toEqual('Usage: nodes');
});
