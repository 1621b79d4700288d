import { expect, test } from 'vitest';
import { help } from '../../../commands/bot/help.ts';
import { helpCommand, helpList, helpNoun } from '../../../src/core/chat/help.ts';
import type { RawArgs } from '../../../src/core/chat/param.ts';
import type { CommandInfo } from '../../../src/core/command.ts';
import { catalog, nodes, scale, update } from '../../core/chat/catalog.ts';

const read = (raw: RawArgs) => help.read({ catalog, now: 0, signal: new AbortController().signal }, raw);

test('help alone lists the commands by noun, with examples', async () => {
  expect(await read({})).toEqual({
    summary: 'What can be said',
    parts: [
      { kind: 'heading', text: 'What can be said' },
      {
        kind: 'text',
        text: [{ bold: 'node' }, '\n', { code: 'nodes' }, '  List the nodes (node ls)'],
      },
      {
        kind: 'text',
        text: [
          { bold: 'service' },
          '\n',
          { code: 'scale [--detach] SERVICE=REPLICAS...' },
          '  Set how many replicas services have (service scale)',
          '\n',
          { code: 'update [OPTIONS] SERVICE' },
          '  Change a service (service update)',
          '\n',
          { code: 'rollback SERVICE' },
          '  Take the last change back (service rollback)',
        ],
      },
      {
        kind: 'text',
        text: [{ bold: 'waggle' }, '\n', { code: 'help [TOPIC...]' }, '  Explain what can be said'],
      },
      {
        kind: 'text',
        text: [
          { bold: 'Examples' },
          '\n',
          { code: 'scale redis=5' },
          '\n',
          { code: 'update redis --image redis:3.0.6' },
          '\n',
          { code: 'rollback redis' },
        ],
      },
      {
        kind: 'context',
        text: [
          "docker's own words work too, with or without ",
          { code: 'docker' },
          '. All commands take ',
          { code: '--cluster CLUSTER' },
          ', ',
          { code: '--share' },
          ' and ',
          { code: '--help' },
          '.',
        ],
      },
    ],
  });
});

test('help about one command has its usage, its parameters and its examples', () => {
  expect(helpCommand(scale)).toEqual({
    summary: 'service scale: Set how many replicas services have',
    parts: [
      { kind: 'heading', text: 'service scale' },
      { kind: 'text', text: 'Set how many replicas services have.' },
      { kind: 'code', text: 'scale [--detach] SERVICE=REPLICAS...' },
      { kind: 'context', text: 'Also said as service scale, docker service scale.' },
      {
        kind: 'table',
        columns: [{ title: 'Parameter' }, { title: 'Meaning' }],
        rows: [
          ['SERVICE=REPLICAS', 'Each service and its replicas. Required.'],
          ['-d, --detach', 'Do not follow.'],
          ['--cluster CLUSTER', 'The cluster, where the channel does not say it.'],
          ['--share', 'Show the answer to the channel.'],
          ['-h, --help', 'Explain the command.'],
        ],
      },
      {
        kind: 'text',
        text: [{ bold: 'Examples' }, '\n', { code: 'scale redis=5' }, '\n', { code: 'scale redis=5 web=2' }],
      },
    ],
  });
});

test('help about a command says the other ways to say it, not the one that its usage shows', () => {
  const listed = { ...nodes, aliases: [['nodes'], ['node', 'list']] };
  const said = (command: CommandInfo) => helpCommand(command).parts.find((part) => part.kind === 'context');

  expect(said(listed)).toEqual({ kind: 'context', text: 'Also said as node ls, docker node ls, node list.' });
  expect(said(help)).toBeUndefined();
});

test('other names, repetition and the API version are said with the meaning', () => {
  const table = helpCommand(update).parts.find((part) => part.kind === 'table');

  expect(table?.rows).toContainEqual([
    '--update-parallelism N',
    'How many tasks at once. Also parallelism. Needs engine API 1.24.',
  ]);
  expect(table?.rows).toContainEqual(['--label-add LABEL', 'Labels to add. May be repeated.']);
});

test.each([
  [['update'], helpCommand(update)],
  [['Service', 'Update'], helpCommand(update)],
  [['docker', 'service', 'update'], helpCommand(update)],
  [['nodes'], helpCommand(nodes)],
  [['service'], helpNoun('service', catalog)],
  [['docker'], helpList(catalog)],
  [['swarm', 'nodes'], helpCommand(nodes)],
  [['waggle'], helpList(catalog)],
])('explains %j', async (topic, expected) => {
  expect(await read({ topic })).toEqual(expected);
});

test.each([
  [['updat'], 'There is no help about "updat".', 'Did you mean "help service update"?'],
  [['service', 'scal'], 'There is no help about "service scal".', 'Did you mean "help service scale"?'],
  [['scale', 'redis=5'], 'There is no help about "scale redis=5".', 'Did you mean "help service scale"?'],
  [['weather'], 'There is no help about "weather".', 'Say "help" for the list of commands.'],
])('does not know %j, and says what was perhaps meant', async (topic, message, next) => {
  await expect(async () => read({ topic })).rejects.toMatchObject({ code: 'not-found', message, next });
});

test.each([['service', 'rm'], ['stack'], ['logs']])(
  'has no help about what is to come: %s',
  async (...topic) => {
    await expect(async () => read({ topic })).rejects.toMatchObject({
      message: `Waggle cannot do "${topic.join(' ')}" yet.`,
      next: 'Say "help" for what it can do.',
    });
  },
);
