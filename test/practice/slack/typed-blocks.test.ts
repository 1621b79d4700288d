import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../src/practice/slack/blocks/validate.ts';
import type { JsonObject } from '../../../src/practice/slack/json.ts';
import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { typedBlocks } from '../../../src/practice/slack/typed-blocks.ts';
import { startServer } from './harness.ts';

/** The parts of the one block; it has to be one that Slack takes. */
function partsOf(text: string): unknown[] {
  const blocks = typedBlocks(text, 'b');
  expect(checkBlocks(blocks, 'message')).toBeUndefined();
  return blocks.flatMap((block) => block['elements'] as JsonObject[]);
}

const section = (...elements: object[]): object => ({ type: 'rich_text_section', elements });
const text = (shown: string, style?: object): object => ({
  type: 'text',
  text: shown,
  ...(style === undefined ? {} : { style }),
});

describe('in a line', () => {
  test.each([
    ['plain words', 'scale redis=5', [text('scale redis=5')]],
    ['bold', 'a *b c* d', [text('a '), text('b c', { bold: true }), text(' d')]],
    ['italic', '_a_', [text('a', { italic: true })]],
    ['strikethrough', '~a~, b', [text('a', { strike: true }), text(', b')]],
    ['code', '`redis:3.0.6`!', [text('redis:3.0.6', { code: true }), text('!')]],
    ['marks in code', '`*a* _b_`', [text('*a* _b_', { code: true })]],
    [
      'one style in another',
      '*a _b_ `c`*',
      [
        text('a ', { bold: true }),
        text('b', { bold: true, italic: true }),
        text(' ', { bold: true }),
        text('c', { bold: true, code: true }),
      ],
    ],
    ['marks inside of words', 'redis_cache_1 2*3*4 a~b~c', [text('redis_cache_1 2*3*4 a~b~c')]],
    ['marks beside blanks', 'a * b * c', [text('a * b * c')]],
    ['two marks, as Markdown has them', '**a**', [text('**a**')]],
    ['a mark that nothing closes', 'a *b', [text('a *b')]],
    ['escaped characters', 'a &lt;b&gt; &amp; *&amp;*', [text('a <b> & '), text('&', { bold: true })]],
    [
      'mentions and links with a style',
      '*<@U1> in <#C1|>: <https://a.b/c_d_e?x=1&amp;y=2>*',
      [
        { type: 'user', user_id: 'U1', style: { bold: true } },
        text(' in ', { bold: true }),
        { type: 'channel', channel_id: 'C1', style: { bold: true } },
        text(': ', { bold: true }),
        { type: 'link', url: 'https://a.b/c_d_e?x=1&y=2', style: { bold: true } },
      ],
    ],
    ['a link in code', '`curl <https://a.b>`', [text('curl https://a.b', { code: true })]],
  ])('%s', (_name, typed, elements) => {
    expect(partsOf(typed)).toEqual([section(...elements)]);
  });
});

describe('over lines', () => {
  test('lines of text are one section', () => {
    expect(partsOf('a\nb\n\nc')).toEqual([section(text('a\nb\n\nc'))]);
  });

  test('a style ends with its line', () => {
    expect(partsOf('*a\nb*')).toEqual([section(text('*a\nb*'))]);
  });

  test('a block of code keeps its lines, and stands apart from what is around it', () => {
    expect(partsOf('look:\n```\n$ ls *.ts\n\n  &lt;none&gt;\n```\nhm')).toEqual([
      section(text('look:')),
      { type: 'rich_text_preformatted', border: 0, elements: [text('$ ls *.ts\n\n  <none>')] },
      section(text('hm')),
    ]);
  });

  test('quotes are one part, and three signs quote the rest', () => {
    expect(partsOf('&gt; a\n&gt; *b*\nc\n&gt;&gt;&gt; d\ne')).toEqual([
      { type: 'rich_text_quote', elements: [text('a\n'), text('b', { bold: true })] },
      section(text('c')),
      { type: 'rich_text_quote', elements: [text('d\ne')] },
    ]);
  });

  test('lists have a part for each depth and kind', () => {
    const list = (style: string, indent: number, items: string[], more: object = {}): object => ({
      type: 'rich_text_list',
      style,
      indent,
      border: 0,
      elements: items.map((item) => section(text(item))),
      ...more,
    });
    expect(partsOf('first:\n- a\n* b\n    - c\n3. d\n4. e')).toEqual([
      section(text('first:')),
      list('bullet', 0, ['a', 'b']),
      list('bullet', 1, ['c']),
      list('ordered', 0, ['d', 'e'], { offset: 2 }),
    ]);
  });

  test.each(['', '\n', '&gt;', '```\n\n```'])('%j makes no block', (typed) => {
    expect(typedBlocks(typed, 'b')).toEqual([]);
  });
});

test('whatever is typed, the block is one that Slack takes', () => {
  const pieces = [
    '*',
    '_',
    '~',
    '`',
    '```',
    '\n',
    ' ',
    'a',
    '&gt; ',
    '- ',
    '1. ',
    '<@U1>',
    '<https://a.b>',
    '&gt;&gt;&gt;',
  ];
  // The same odd texts each time.
  let seed = 7;
  const next = (most: number): number => (seed = (seed * 16_807) % 2_147_483_647) % most;
  for (let run = 0; run < 2_000; run += 1) {
    const typed = Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join('');
    expect([typed, checkBlocks(typedBlocks(typed, 'b'), 'message')]).toEqual([typed, undefined]);
  }
});

describe('what a person writes', () => {
  let slack: SlackServer;

  beforeEach(async () => {
    slack = await startServer();
  });

  afterEach(async () => {
    await slack.stop();
  });

  test('keeps its text, and its blocks show the styles; an edit too', async () => {
    const ana = slack.workspace.as('ana');
    const { message } = ana.say('ops', 'is *redis:3.0.6* out? see (https://a.b/c).');
    await ana.edit(message, '`redis:3.0.6` is out');

    const [first, second] = slack.workspace.messages('ops')[0]?.edits ?? [];
    expect(first?.text).toBe('is *redis:3.0.6* out? see (<https://a.b/c>).');
    expect(first?.blocks[0]?.['elements']).toEqual([
      section(
        text('is '),
        text('redis:3.0.6', { bold: true }),
        text(' out? see ('),
        { type: 'link', url: 'https://a.b/c' },
        text(').'),
      ),
    ]);
    expect(second?.blocks[0]?.['elements']).toEqual([
      section(text('redis:3.0.6', { code: true }), text(' is out')),
    ]);
  });

  test('has no block where it is only a file', () => {
    const ana = slack.workspace.as('ana');

    const { message } = ana.say('ops', '', { files: [ana.upload('a.txt', 'x')] });

    expect([message.text, message.blocks]).toEqual(['', []]);
  });
});
