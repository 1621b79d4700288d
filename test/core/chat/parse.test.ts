import { expect, test } from 'vitest';
import { parse } from '../../../src/core/chat/parse.ts';
import { catalog, help, nodes, rollback, scale, update } from './catalog.ts';
import { refusal } from './refusal.ts';

const said = { share: false };

test.each([
  ['scale redis=5', { command: scale, raw: { services: ['redis=5'] }, common: said }],
  ['Scale redis=5', { command: scale, raw: { services: ['redis=5'] }, common: said }],
  [
    'docker service scale redis=5 web=2 -d',
    { command: scale, raw: { services: ['redis=5', 'web=2'], detach: true }, common: said },
  ],
  ['scale redis＝５', { command: scale, raw: { services: ['redis=5'] }, common: said }],
  ['nodes', { command: nodes, raw: {}, common: said }],
  ['node ls', { command: nodes, raw: {}, common: said }],
  ['docker rollback redis', { command: rollback, raw: { service: 'redis' }, common: said }],
  ['$ docker service rollback redis', { command: rollback, raw: { service: 'redis' }, common: said }],
  ['sudo docker node ls', { command: nodes, raw: {}, common: said }],
  ['/swarm nodes', { command: nodes, raw: {}, common: said }],
  ['swarm nodes', { command: nodes, raw: {}, common: said }],
  ['Swarm scale redis=5', { command: scale, raw: { services: ['redis=5'] }, common: said }],
  ['waggle, nodes', { command: nodes, raw: {}, common: said }],
  ['/swarm docker node ls', { command: nodes, raw: {}, common: said }],
  ['/swarm update redis --force', { command: update, raw: { service: 'redis', force: true }, common: said }],
  ['help swarm nodes', { command: help, raw: { topic: ['swarm', 'nodes'] }, common: said }],
  ['--cluster prod nodes', { command: nodes, raw: {}, common: { cluster: 'prod', share: false } }],
  ['nodes --cluster=prod --share', { command: nodes, raw: {}, common: { cluster: 'prod', share: true } }],
  ['nodes cluster=prod share=true', { command: nodes, raw: {}, common: { cluster: 'prod', share: true } }],
])('understands %s', (text, expected) => {
  expect(parse(text, catalog)).toEqual(expected);
});

const whole = { service: 'redis', image: 'redis:3.0.6', 'update-delay': '10s', 'update-parallelism': '2' };

test.each([
  'docker service update --update-delay 10s --update-parallelism 2 --image redis:3.0.6 redis',
  'service update redis --image redis:3.0.6 --update-delay 10s --update-parallelism 2',
  'update redis --image=redis:3.0.6 --delay=10s --parallelism=2',
  'update redis image=redis:3.0.6 delay=10s parallelism=2',
  'update image=redis:3.0.6 redis delay=10s parallelism=2',
  'update redis —image redis:3.0.6 –update-delay 10s ––update–parallelism 2',
  'update “redis” image=‘redis:3.0.6’ delay=10s parallelism=2',
  'update redis ｉｍａｇｅ＝ｒｅｄｉｓ：３．０．６　delay=10s\u00a0parallelism=2',
  '`update redis image=redis:3.0.6 delay=10s parallelism=2`',
  'docker service update \\\n  --update-delay 10s \\\n  --update-parallelism 2 \\\n  --image redis:3.0.6 \\\n  redis',
  'update redis image=`redis:3.0.6` delay=10s parallelism=2',
])('understands the same update in %s', (text) => {
  expect(parse(text, catalog)).toEqual({ command: update, raw: whole, common: said });
});

test.each([
  ['update -dq redis', { service: 'redis', detach: true, quiet: true }],
  ['update -du root redis', { service: 'redis', detach: true, user: 'root' }],
  ['update -duroot redis', { service: 'redis', detach: true, user: 'root' }],
  ['update -u=root -d=false redis', { service: 'redis', user: 'root', detach: false }],
  ['update --force redis', { service: 'redis', force: true }],
  ['update --force=false redis', { service: 'redis', force: false }],
  ['update --force -- redis', { service: 'redis', force: true }],
  [
    'update redis --label-add a=1 --label-add "b=two words"',
    { service: 'redis', 'label-add': ['a=1', 'b=two words'] },
  ],
])('reads flags as docker does: %s', (text, raw) => {
  expect(parse(text, catalog)).toEqual({ command: update, raw, common: said });
});

test.each([
  ['scale help', ['service', 'scale']],
  ['Scale Help', ['service', 'scale']],
  ['service scale help', ['service', 'scale']],
  ['node ls help', ['node', 'ls']],
  ['rollback help', ['service', 'rollback']],
  ['docker rollback help', ['service', 'rollback']],
  ['service help', ['service']],
  ['help help', ['help']],
  ['', []],
  ['docker', []],
  ['/swarm', []],
  ['swarm', []],
  ['swarm --help', []],
  ['waggle help', []],
  ['help', []],
  ['--help', []],
  ['help update', ['update']],
  ['update --help', ['service', 'update']],
  ['docker service scale -h', ['service', 'scale']],
  ['service --help', ['service']],
  ['scal --help', ['scal']],
])('answers %j with help about %j', (text, topic) => {
  expect(parse(text, catalog)).toEqual({
    command: help,
    raw: topic.length === 0 ? {} : { topic },
    common: said,
  });
});

const updateUsage = 'Usage: update [OPTIONS] SERVICE (for example: update redis --image redis:3.0.6)';
const scaleUsage = 'Usage: scale [--detach] SERVICE=REPLICAS... (for example: scale redis=5)';
const forList = 'Say "help" for the list of commands.';

test.each([
  ['grow redis', 'I do not know the command "grow".', forList],
  ['scal redis=5', 'I do not know the command "scal". Did you mean "scale"?', `${scaleUsage}. ${forList}`],
  [
    'service updat redis',
    '"service" has no verb "updat": scale, update, rollback. Did you mean "service update"?',
    `${updateUsage}. ${forList}`,
  ],
  ['service', '"service" needs a verb: scale, update, rollback.', forList],
  [
    'update redis --updae-delay 10s',
    '"service update" has no flag "--updae-delay". Did you mean --update-delay?',
    updateUsage,
  ],
  [
    'update redis --upgrade-delay 10s',
    '"service update" has no flag "--upgrade-delay". Did you mean --update-delay?',
    updateUsage,
  ],
  [
    'update redis -image redis:3',
    '"service update" has no flag "-image". Did you mean --image?',
    updateUsage,
  ],
  ['update redis imge=redis:3', '"service update" takes no "imge=". Did you mean image=?', updateUsage],
  ['update redis delay 10s', '"delay" is one word too many. Did you mean --delay?', updateUsage],
  ['update redis web', '"web" is one word too many.', updateUsage],
  ['update --image redis:3', '"service update" needs the name of a service.', updateUsage],
  ['scale', '"service scale" needs a service and its number of replicas.', scaleUsage],
  ['update redis --image', '--image needs a value: IMAGE.', updateUsage],
  ['update redis --image --update-delay 10s', '--image needs a value: IMAGE.', updateUsage],
  ['update redis --image a:1 --image b:2', '--image was given more than once: "a:1" and "b:2".', updateUsage],
  [
    'update redis delay=1s --update-delay 2s',
    '--update-delay was given more than once: "1s" and "2s".',
    updateUsage,
  ],
  ['--frce', 'This has no flag "--frce".', 'Say "help" for what can be said.'],
])('refuses %s', (text, message, next) => {
  expect(refusal(() => parse(text, catalog))).toEqual({ code: 'usage', message, next });
});

const replicasAfter = 'Expected a whole number from 0 to 10000, after the =';

test.each([
  ['scale redis=', `${replicasAfter}; you wrote "redis=".`, scaleUsage],
  ['scale redis=-1', `${replicasAfter}; you wrote "redis=-1".`, scaleUsage],
  ['scale redis=1e9', `${replicasAfter}; you wrote "redis=1e9".`, scaleUsage],
  ['scale redis=5.0', `${replicasAfter}; you wrote "redis=5.0".`, scaleUsage],
  ['scale redis=10001', `${replicasAfter}; you wrote "redis=10001".`, scaleUsage],
  ['scale =5', 'Expected the name of a service, before the =; you wrote "=5".', scaleUsage],
  [
    'scale redis',
    'Expected a service and its number of replicas, such as redis=5; you wrote "redis".',
    scaleUsage,
  ],
  [
    'scale @channel=5',
    'Expected the name of a service: letters, digits, and - or _ between them, before the =; you wrote "@channel=5".',
    scaleUsage,
  ],
  [
    'update @channel',
    'Expected the name of a service: letters, digits, and - or _ between them; you wrote "@channel".',
    updateUsage,
  ],
  [
    'update <!channel>',
    'Expected the name of a service: letters, digits, and - or _ between them; you wrote "<!channel>".',
    updateUsage,
  ],
  [
    'update redis image=Redis:3',
    '--image: expected a repository name in lower case; you wrote "Redis:3".',
    updateUsage,
  ],
  [
    'update redis delay=10',
    '--update-delay: expected a duration with its unit, such as 10s; you wrote "10".',
    updateUsage,
  ],
  [
    'update redis --update-order start-frist',
    '--update-order: expected stop-first or start-first; you wrote "start-frist". Did you mean start-first?',
    updateUsage,
  ],
  [
    'update redis --force=maybe',
    '--force: expected true or false, or no value at all; you wrote "maybe".',
    updateUsage,
  ],
  [
    'update redis image=https://redis',
    '--image: expected an image such as redis:3.0.6, not a web address; you wrote "https://redis".',
    updateUsage,
  ],
  [
    `update ${'x'.repeat(100)}`,
    `Expected the name of a service, at most 63 characters; you wrote "${'x'.repeat(40)}…".`,
    updateUsage,
  ],
])('refuses the value in %s', (text, message, next) => {
  expect(refusal(() => parse(text, catalog))).toEqual({ code: 'bad-value', message, next });
});

test('a service that is named help is said in full, or after two dashes', () => {
  const expected = { command: rollback, raw: { service: 'help' }, common: said };

  expect(parse('service rollback help', catalog)).toEqual(expected);
  expect(parse('rollback -- help', catalog)).toEqual(expected);
});

const oneWord = 'A service and its number of replicas are one word.';

test.each([
  ['scale redis 5', oneWord, 'Write it without spaces: scale redis=5.'],
  ['scale redis = 5', oneWord, 'Write it without spaces: scale redis=5.'],
  ['scale redis= 5', oneWord, 'Write it without spaces: scale redis=5.'],
  ['scale redis =5 web 2', oneWord, 'Write it without spaces: scale redis=5 web=2.'],
  ['scale redis to 5', oneWord, 'Write it without spaces: scale redis=5.'],
  ['docker service scale redis 5', oneWord, 'Write it without spaces: scale redis=5.'],
  [
    'update redis image = redis:3',
    'A name and its value are one word.',
    'Write it without spaces: image=redis:3.',
  ],
  ['update redis delay= 10s', 'A name and its value are one word.', 'Write it without spaces: delay=10s.'],
  ['update redis delay =10s', 'A name and its value are one word.', 'Write it without spaces: delay=10s.'],
])('%s is told to be written without spaces', (text, message, next) => {
  expect(refusal(() => parse(text, catalog))).toEqual({ code: 'usage', message, next });
});

test('words after two dashes are taken as they are', () => {
  expect(parse('help -- cluster =x', catalog).raw).toEqual({ topic: ['cluster', '=x'] });
});

test.each(['scale redis web', 'scale redis=5 6', 'scale redis = five'])(
  '%s is not told so, for it would not help',
  (text) => {
    expect(refusal(() => parse(text, catalog)).next).toBe(scaleUsage);
  },
);
