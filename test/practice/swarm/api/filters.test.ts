import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../src/practice/swarm/api/api.ts';
import { parseFilters, type Filters } from '../../../../src/practice/swarm/api/filters.ts';

const parse = (filters: string): Filters => parseFilters(new URLSearchParams({ filters }));

function refusal(filters: string): string {
  try {
    parse(filters).accept('name', 'label');
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.message}`;
    throw error;
  }
  throw new Error('taken');
}

describe('filters', () => {
  it('takes both forms', () => {
    expect(parse('{"name":{"a":true,"b":true}}').get('name')).toEqual(['a', 'b']);
    expect(parse('{"name":["a","b"]}').get('name')).toEqual(['a', 'b']);
  });

  it('matches everything where nothing is asked', () => {
    for (const none of [
      parseFilters(new URLSearchParams()),
      parse('null'),
      parse('{}'),
      parse('{"name":null}'),
    ]) {
      expect(none.exact('name', 'x')).toBe(true);
      expect(none.prefix('name', 'x')).toBe(true);
      expect(none.labels('name', {})).toBe(true);
    }
    expect(parse('{}').has('name')).toBe(false);
    expect(parse('{"name":null}').has('name')).toBe(true);
  });

  it('matches whole values, beginnings and patterns', () => {
    const filters = parse('{"name":["web","^db.$"]}');
    expect(['web', 'web2', 'db1', 'xweb'].map((name) => filters.exact('name', name))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(['web', 'web2', 'db1', 'xweb'].map((name) => filters.prefix('name', name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['web', 'web2', 'db1', 'xweb'].map((name) => filters.pattern('name', name))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('takes a value that is marked false for asked, and finds nothing equal to it', () => {
    const filters = parse('{"name":{"web":false}}');
    expect(filters.get('name')).toEqual(['web']);
    expect(filters.exact('name', 'web')).toBe(false);
  });

  it('wants all labels, with the value where one is given', () => {
    const labels = { stack: 'shop', tier: 'a=b' };
    const asked = (...values: string[]): boolean =>
      parse(JSON.stringify({ label: values })).labels('label', labels);
    expect(asked('stack')).toBe(true);
    expect(asked('stack=shop', 'tier=a=b')).toBe(true);
    expect(asked('stack=shop', 'tier=a')).toBe(false);
    expect(asked('other')).toBe(false);
    expect(asked('toString')).toBe(false);
  });

  it('takes a pattern that is none for no match', () => {
    expect(parse('{"name":["("]}').pattern('name', '(x')).toBe(false);
  });

  // what a 20.10.24 answered to GET /services
  it.each([
    ['{"bogus":["x"]}', "Invalid filter 'bogus'"],
    ['{"Name":["x"]}', "Invalid filter 'Name'"],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['{', 'unexpected end of JSON input'],
    [' ', 'unexpected end of JSON input'],
    ['{"name":["z"]} x', "invalid character 'x' after top-level value"],
    ['{"name":"x"}', 'json: cannot unmarshal string into Go value of type map[string]bool'],
    ['{"name":[5]}', 'json: cannot unmarshal array into Go value of type map[string]bool'],
    ['{"name":{"x":5}}', 'json: cannot unmarshal number into Go value of type bool'],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]map[string]bool'],
    [
      '{"label":{"a":true},"name":["b"]}',
      'json: cannot unmarshal array into Go value of type map[string]bool',
    ],
  ])('refuses %s', (filters, words) => {
    expect(refusal(filters)).toBe(`400 ${words}`);
  });
});
