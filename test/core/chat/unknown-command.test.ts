import { describe, expect, test } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { DOCKER_FLAGS, DOCKER_VERBS, SHORT_FORMS_TO_COME } from '../../../src/core/chat/docker-words.ts';
import { parse } from '../../../src/core/chat/parse.ts';
import { refusal } from './refusal.ts';

const answer = (text: string) => refusal(() => parse(text, commands));
const guessed = (text: string) => /Did you mean "([^"]+)"/.exec(answer(text).message)?.[1];

describe('what docker can and Waggle cannot yet is said so', () => {
  test.each([
    ['service rm a', 'service rm'],
    ['docker service create --name a redis', 'service create'],
    ['Service Inspect a', 'service inspect'],
    ['service logs a', 'service logs'],
    ['node update --availability drain n1', 'node update'],
    ['node promote n1', 'node promote'],
    ['stack deploy -c a.yml shop', 'stack deploy'],
    ['stack', 'stack'],
    ['stack dance', 'stack'],
    ['swarm leave', 'swarm leave'],
    ['config ls', 'config ls'],
    ['secret rm key', 'secret rm'],
    ['logs redis', 'logs'],
    ['drain node2', 'drain'],
    ['stacks', 'stacks'],
    ['status', 'status'],
    ['Why redis', 'why'],
    ['rm redis', 'rm'],
  ])('%s', (text, said) => {
    expect(answer(text)).toEqual({
      code: 'usage',
      message: `Waggle cannot do "${said}" yet.`,
      next: 'Say "help" for what it can do.',
    });
  });
});

test('docker updates the swarm itself by words that look like the slash command', () => {
  expect(answer('swarm update redis --force')).toEqual({
    code: 'usage',
    message: 'Waggle cannot do "swarm update" yet.',
    next: 'For "service update" leave "swarm" out. Say "help" for what it can do.',
  });
});

describe("docker's flags that Waggle does not take yet are said so", () => {
  test.each([
    ['update redis --env-add A=1', '--env-add', 'update'],
    ['docker service update --limit-memory=1g redis', '--limit-memory', 'update'],
    ['update redis limit-memory=1g', 'limit-memory=', 'update'],
    ['update redis -env-add A=1', '--env-add', 'update'],
    ['update -u root redis', '-u', 'update'],
    ['ps redis --no-trunc', '--no-trunc', 'ps'],
    ['service ls --filter name=redis', '--filter', 'services'],
    ['services -q', '-q', 'services'],
    ['node ls -f role=manager', '-f', 'nodes'],
  ])('%s', (text, flag, topic) => {
    expect(answer(text)).toEqual({
      code: 'usage',
      message: `Waggle does not take ${flag} yet.`,
      next: `Say "help ${topic}" for what it takes.`,
    });
  });

  test('a flag that docker has not either is a slip', () => {
    expect(answer('update redis --env A=1').message).toBe('"service update" has no flag "--env".');
    expect(answer('update redis --d').message).toBe('"service update" has no flag "--d".');
    expect(answer('scale redis=5 --quite').message).toBe('"service scale" has no flag "--quite".');
  });
});

describe('a slip gets the nearest right word', () => {
  test.each([
    ['sacle redis=5', 'scale'],
    ['nod ls', 'node ls'],
    ['servic updat redis', 'service update'],
    ['service sacle redis=5', 'service scale'],
    ['service upd redis', 'service update'],
    ['hlep', 'help'],
    ['servces', 'services'],
    ['roll it back', 'rollback'],
  ])('%s -> %s', (text, expected) => {
    expect(guessed(text)).toBe(expected);
  });
});

describe('words that are near nothing get no guess', () => {
  test.each([
    'is this your doing?',
    'this is broken',
    'thanks',
    'thank you',
    'pls stop',
    'hello',
    'hey there',
    'ok',
    'good bot',
    'service delete a',
    'service sl',
    'service creat a',
    'service inspec a',
    'node to self',
    'log redis',
  ])('%s', (text) => {
    expect(guessed(text)).toBeUndefined();
    expect(answer(text).next).toMatch(/Say "help"/);
  });
});

describe("docker's words and the registry agree", () => {
  test("each command of two words is docker's", () => {
    const named = commands.filter(({ name }) => name.length > 1).map(({ name }) => name);

    expect(named.filter(([noun = '', verb = '']) => DOCKER_VERBS.get(noun)?.has(verb) !== true)).toEqual([]);
  });

  test('no short form is to come that is there', () => {
    const there = commands.flatMap(({ name, aliases }) => [name, ...aliases].map((way) => way.join(' ')));

    expect(there.filter((way) => SHORT_FORMS_TO_COME.has(way))).toEqual([]);
  });

  test("docker's flags are those of commands that are there", () => {
    const there = commands.map(({ name }) => name.join(' '));

    expect([...DOCKER_FLAGS.keys()].filter((name) => !there.includes(name))).toEqual([]);
  });
});
