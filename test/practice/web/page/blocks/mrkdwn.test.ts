import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMrkdwn, parsePlain } from '../../../../../src/practice/web/page/blocks/mrkdwn.ts';
import { wordsOf, type Part, type Span } from '../../../../../src/practice/web/page/blocks/prose.ts';

const names = {
  person: (id: string) => (id === 'U1' ? 'ana' : undefined),
  channel: (id: string) => (id === 'C1' ? 'ops' : undefined),
  date: (_ts: number, format: string) => (format.includes('{no}') ? undefined : `[${format}]`),
};

/** A tree in short: `b(..)`, `i(..)`, `s(..)`, `c(..)` for marks, `a(url|..)` for links, the kind of a part before its spans. */
function short(parts: readonly Part[]): string {
  return parts
    .map((part) => ('spans' in part ? `${part.kind}: ${spans(part.spans)}` : part.kind))
    .join(' / ');
}

function spans(all: readonly Span[]): string {
  return all.map(span).join('');
}

function span(one: Span): string {
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'break':
      return '|';
    case 'mark':
      return `${one.mark === 'code' ? 'c' : one.mark[0]}(${spans(one.spans)})`;
    case 'link':
      return `a(${one.url}|${spans(one.spans)})`;
    case 'person':
    case 'channel':
    case 'group':
      return `${one.kind}(${one.id}${one.label === undefined ? '' : `|${one.label}`})`;
    case 'broadcast':
      return `broadcast(${one.range})`;
    case 'date':
      return `date(${one.ts}|${one.format}|${one.url ?? ''}|${one.fallback})`;
    case 'color':
      return one.value;
  }
}

describe('marks', () => {
  test.each([
    ['plain', 'lines: plain'],
    ['*bold* _it_ ~no~ `code`', 'lines: b(bold) i(it) s(no) c(code)'],
    ['*all _of ~it~_*', 'lines: b(all i(of s(it)))'],
    ['_*both*_', 'lines: i(b(both))'],
    ['*a* and *b*', 'lines: b(a) and b(b)'],
    ['(*bold*), "*too*".', 'lines: (b(bold)), "b(too)".'],
    ['`*not bold*`', 'lines: c(*not bold*)'],
    ['*bold `*` more*', 'lines: b(bold c(*) more)'],
    ['` spaced `', 'lines: c( spaced )'],
    ['*<@U1>*', 'lines: b(person(U1))'],
    ['*:tada:*', 'lines: b(🎉)'],
  ])('%s', (text, tree) => {
    expect(short(parseMrkdwn(text))).toBe(tree);
  });

  test.each([
    ['a mark inside a word', 'my_service_1 2*3*4 a~b~c x`y`z'],
    ['a mark before a space', '2 * 3 * 4, a _ b _, * x*'],
    ['a mark that is not closed', '*open _too `and ~this'],
    ['a mark that closes in a word', '*bold*s'],
    ['an empty mark', '** __ ~~ ``'],
    ['a mark over the end of a line', '*one\ntwo*'],
    ['a mark that is kept from opening by a word joiner', '*\u2060b* _\u2060c_ `\u2060d` ~\u2060e~'],
  ])('%s stays as it is', (_what, text) => {
    expect(short(parseMrkdwn(text))).toBe(`lines: ${text.replace('\n', '|')}`);
  });
});

describe('what stands in <>', () => {
  test.each([
    ['<@U1>', 'person(U1)'],
    ['<@W12|li>', 'person(W12|li)'],
    ['<#C1>', 'channel(C1)'],
    ['<#C1|>', 'channel(C1)'],
    ['<#C1|ops>', 'channel(C1|ops)'],
    ['<!here> <!channel> <!everyone>', 'broadcast(here) broadcast(channel) broadcast(everyone)'],
    ['<!here|here>', 'broadcast(here)'],
    ['<!subteam^S1|@oncall>', 'group(S1|@oncall)'],
    ['<!unknown|label>', '<label>'],
    ['<https://a.example/?b=1&amp;c=2>', 'a(https://a.example/?b=1&c=2|https://a.example/?b=1&c=2)'],
    ['<https://a.example|a &lt;b&gt;>', 'a(https://a.example|a <b>)'],
    ['<mailto:a@b.example|a>', 'a(mailto:a@b.example|a)'],
    ['<mailto:a@b.example>', 'a(mailto:a@b.example|a@b.example)'],
    ['<!date^1392734382^{date} at {time}|then>', 'date(1392734382|{date} at {time}||then)'],
    ['<!date^1392734382^{date}^https://a.example/|then>', 'date(1392734382|{date}|https://a.example/|then)'],
    ['<!date^1392734382^{date}^javascript:1|then>', 'date(1392734382|{date}||then)'],
    ['<!date^soon^{date}|then>', 'then'],
  ])('%s', (text, tree) => {
    expect(short(parseMrkdwn(text))).toBe(`lines: ${tree}`);
  });

  test.each([
    '<javascript:alert(1)|go>',
    '<data:text/html,x>',
    '<>',
    '<b>x</b>',
    '<file:///etc/passwd|x>',
    '< https://a.example>',
  ])('%s is no link', (text) => {
    expect(short(parseMrkdwn(text, { isVerbatim: true }))).toBe(`lines: ${text}`);
  });

  test('what is escaped is no mention', () => {
    expect(short(parseMrkdwn('&lt;!channel&gt; &amp;lt; &lt;@U1&gt;'))).toBe('lines: <!channel> &lt; <@U1>');
  });
});

describe('addresses without <>', () => {
  test.each([
    ['see https://a.example/x_y_z.', 'see a(https://a.example/x_y_z|https://a.example/x_y_z).'],
    ['(https://a.example/x)', '(a(https://a.example/x|https://a.example/x))'],
    ['https://a.example/(x)', 'a(https://a.example/(x)|https://a.example/(x))'],
    ['https://a.example/?a=1&amp;b=2&gt;', 'a(https://a.example/?a=1&b=2|https://a.example/?a=1&b=2)>'],
    ['https:// is none', 'https:// is none'],
    ['xhttps://a.example', 'xhttps://a.example'],
  ])('%s', (text, tree) => {
    expect(short(parseMrkdwn(text))).toBe(`lines: ${tree}`);
  });

  test('are words where the app says verbatim', () => {
    expect(short(parseMrkdwn('https://a.example', { isVerbatim: true }))).toBe('lines: https://a.example');
  });
});

describe('lines', () => {
  test.each([
    ['a\nb\n\nc', 'lines: a|b||c'],
    ['&gt; one\n&gt;two\nthree', 'quote: one|two / lines: three'],
    ['> raw', 'quote: raw'],
    ['a > b', 'lines: a > b'],
    ['&gt;&gt;&gt; all\nof it\n&gt; too', 'quote: all|of it|> too'],
    ['&gt; *bold*', 'quote: b(bold)'],
    ['\u2060&gt; no quote', 'lines: \u2060> no quote'],
    ['before\n```\na *b*\n  c\n```\nafter', 'lines: before / pre: a *b*|  c / lines: after'],
    ['```one```', 'pre: one'],
    ['x ```<@U1> &lt;b&gt;``` y', 'lines: x  / pre: person(U1) <b> / lines:  y'],
    ['``` not closed', 'lines: ``` not closed'],
  ])('%j', (text, tree) => {
    expect(short(parseMrkdwn(text))).toBe(tree);
  });
});

describe('emoji', () => {
  test('known names become signs, others stay', () => {
    expect(short(parseMrkdwn(':tada: :not_known: 10:30:45 :+1::skin-tone-3: `:tada:`'))).toBe(
      'lines: 🎉 :not_known: 10:30:45 👍 c(:tada:)',
    );
  });

  test('plain text has them unless it says no', () => {
    expect(spans(parsePlain(':tada: &lt;b&gt; *x*\ny', true))).toBe('🎉 <b> *x*|y');
    expect(spans(parsePlain(':tada: &lt;b&gt;', false))).toBe(':tada: <b>');
  });
});

test('the words of a text', () => {
  const parts = parseMrkdwn('*Hi* <@U1> <@U2> <#C1> <!here> <!date^1^{time}|x> <!date^1^{no}|then>\n> q');
  expect(wordsOf(parts, names)).toBe('Hi @ana @U2 #ops @here [{time}] then\nq');
});

test('nothing of a text without marks is lost, whatever is in it', () => {
  const words = fc.string({
    unit: fc.constantFrom('a', 'é', ' ', '😀', '.', '(', ')', '1', '-', '/', ':', '\n'),
    maxLength: 200,
  });
  fc.assert(
    fc.property(words, (text) => {
      expect(wordsOf(parseMrkdwn(text), names)).toBe(text);
    }),
  );
});

test('any text is read, and no sign comes from nowhere', () => {
  const unit = fc.constantFrom(
    '*',
    '_',
    '~',
    '`',
    '```',
    '<',
    '>',
    '|',
    '&lt;',
    '@U1',
    '!date^1^{ago}',
    ' ',
    'a',
    '\n',
    ':',
    'https://a.b',
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      expect(wordsOf(parseMrkdwn(text), names).length).toBeLessThanOrEqual(text.length + 60);
    }),
  );
});

test.each(['*a ', '_', '`', '*_~', '<', 'https://a.b).', ':a', '```', '> '])(
  'a long text of nothing but %s is read as well',
  (piece) => {
    expect(parseMrkdwn(piece.repeat(40_000 / piece.length)).length).toBeGreaterThan(0);
  },
);
