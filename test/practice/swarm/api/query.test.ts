import { describe, expect, it } from 'vitest';
import { boolValue, boolValueOr, checkForJson, parseUint } from '../../../../src/practice/swarm/api/query.ts';

describe('a switch in the query', () => {
  it('is off for nothing, 0, no, false and none, in any case', () => {
    const off = ['', '0', 'no', 'False', ' none '];
    const on = ['1', 'true', 'yes', 'off', 'x'];
    expect(off.map((force) => boolValue(new URLSearchParams({ force }), 'force'))).toEqual(
      off.map(() => false),
    );
    expect(on.map((force) => boolValue(new URLSearchParams({ force }), 'force'))).toEqual(on.map(() => true));
    expect(boolValue(new URLSearchParams(), 'force')).toBe(false);
  });

  it('has its default only when it is not there', () => {
    expect(boolValueOr(new URLSearchParams(), 'x', true)).toBe(true);
    expect(boolValueOr(new URLSearchParams('x='), 'x', true)).toBe(false);
  });
});

describe('a number', () => {
  it('is read as Go reads it', () => {
    expect(['12', '', '-1', '1.5', '18446744073709551616'].map(parseUint)).toEqual([
      { value: 12 },
      { fault: 'strconv.ParseUint: parsing "": invalid syntax' },
      { fault: 'strconv.ParseUint: parsing "-1": invalid syntax' },
      { fault: 'strconv.ParseUint: parsing "1.5": invalid syntax' },
      { fault: 'strconv.ParseUint: parsing "18446744073709551616": value out of range' },
    ]);
  });
});

describe('the type of a body', () => {
  const check = (type: string | undefined, body: string): void =>
    checkForJson({
      method: 'POST',
      path: '/networks/create',
      params: {},
      query: new URLSearchParams(),
      headers: { 'content-type': type },
      body,
      version: 41,
    });

  it('is JSON, or there is neither type nor body', () => {
    const fine = [
      ['application/json', '{}'],
      ['APPLICATION/JSON', '{}'],
      ['application/json; charset=utf-8', '{}'],
      [undefined, ''],
    ] as const;
    for (const [type, body] of fine) expect(() => check(type, body)).not.toThrow();
  });

  // what a 20.10.24 answered to POST /networks/create
  it.each([
    [undefined, ''],
    ['text/plain', 'text/plain'],
    ['application/json;;', 'application/json;;'],
  ])('is refused when it is %s', (type, shown) => {
    expect(() => check(type, '{}')).toThrow(`Content-Type specified (${shown}) must be 'application/json'`);
  });
});
