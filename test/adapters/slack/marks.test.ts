import { expect, it } from 'vitest';
import { afterMention, plainWords } from '../../../src/adapters/slack/marks.ts';

it.each([
  ['a &amp; b &lt;c&gt; &amp;lt;', 'a & b <c> &lt;'],
  ['redis:3.0.5 -&gt; redis:3.0.6', 'redis:3.0.5 -> redis:3.0.6'],
  ['ps <http://redis.io|redis.io>', 'ps redis.io'],
  ['ps <http://redis.io>', 'ps http://redis.io'],
  ['image=<http://redis:3.0.6|redis:3.0.6>', 'image=redis:3.0.6'],
  ['<https://ci.example.com/job/12|build log>', 'build log'],
  ['ps <mailto:a@b.example|a@b.example>', 'ps a@b.example'],
  ['ps <@U1|ana> <@U2>', 'ps @ana @U2'],
  ['ps <#C1|ops> <#C2> <#C3|>', 'ps #ops #C2 #C3'],
  ['ps <!channel> <!here|here>', 'ps @channel @here'],
  ['ps <!subteam^S1|@devs> <!subteam^S2>', 'ps @devs @S2'],
  ['ps <!date^1^{date}|today>', 'ps today'],
  ['ps <service>', 'ps <service>'],
  ['```ps redis```', ' ps redis '],
  ['```\nps redis\n```', ' ps redis\n '],
  ['`ps redis`', '`ps redis`'],
])('%j reads %j', (text, words) => {
  expect(plainWords(text)).toBe(words);
});

it.each([
  ['<@U0BOT> ps redis', 'ps redis'],
  ['  <@U0BOT|waggle>: ps <@U1|ana>', 'ps <@U1|ana>'],
  ['ps redis', null],
  ['<@U1> ps redis', null],
  ['ask <@U0BOT> about redis', null],
])('after the mention of U0BOT in %j stands %j', (text, words) => {
  expect(afterMention(text, 'U0BOT')).toBe(words);
});
