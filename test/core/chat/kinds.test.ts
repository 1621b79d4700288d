import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choice,
  count,
  duration,
  flag,
  image,
  ratio,
  replicas,
  scalePair,
  serviceName,
  text,
} from '../../../src/core/chat/kinds.ts';
import type { Kind } from '../../../src/core/chat/param.ts';

const digest = `sha256:${'a1'.repeat(32)}`;

const read: readonly (readonly [string, Kind<unknown>, string, unknown])[] = [
  ['count', count('N'), '0', 0],
  ['count', count('N'), '05', 5],
  ['count', count('N'), '4294967295', 4294967295],
  ['text', text('X'), 'any “words” — at all', 'any “words” — at all'],
  ['text', text('X'), '', ''],
  ['flag', flag(), 'true', true],
  ['flag', flag(), 'F', false],
  ['duration', duration(), '0', 0],
  ['duration', duration(), '0s', 0],
  ['duration', duration(), '10s', 10_000_000_000],
  ['duration', duration(), '1m30s', 90_000_000_000],
  ['duration', duration(), '1h', 3_600_000_000_000],
  ['duration', duration(), '500ms', 500_000_000],
  ['duration', duration(), '1.5s', 1_500_000_000],
  ['duration', duration(), '.5s', 500_000_000],
  ['duration', duration(), '+1us', 1_000],
  ['duration', duration(), '2µs', 2_000],
  ['duration', duration(), '0.7ns', 0],
  ['ratio', ratio(), '0', 0],
  ['ratio', ratio(), '.25', 0.25],
  ['ratio', ratio(), '1.0', 1],
  ['choice', choice(['pause', 'continue']), 'pause', 'pause'],
  ['image', image(), 'redis', 'redis'],
  ['image', image(), 'redis:3.0.6', 'redis:3.0.6'],
  ['image', image(), `redis:3.0.6@${digest}`, `redis:3.0.6@${digest}`],
  ['image', image(), '10.77.0.2:5000/team/my_app:v1', '10.77.0.2:5000/team/my_app:v1'],
  ['image', image(), 'localhost/app', 'localhost/app'],
  ['serviceName', serviceName(), 'shop_web-1', 'shop_web-1'],
  ['serviceName', serviceName(), '0nwx9chz3j1g1xbmlqpxq0shp', '0nwx9chz3j1g1xbmlqpxq0shp'],
  ['scalePair', scalePair(), 'redis=5', { service: 'redis', replicas: 5 }],
];

for (const [name, kind, given, expected] of read) {
  test(`${name} reads ${JSON.stringify(given)}`, () => {
    expect(kind.schema.parse(given)).toEqual(expected);
  });
}

const number = 'expected a whole number from 0 to';
const durationExpected = 'expected a duration such as 10s, 1m30s, 500ms or 0s';

const refused: readonly (readonly [string, Kind<unknown>, string, string])[] = [
  ['count', count('N'), '', `${number} 4294967295`],
  ['count', count('N'), '4294967296', `${number} 4294967295`],
  ['count', count('N', 9), '10', `${number} 9`],
  ['count', count('N'), '0x10', `${number} 4294967295`],
  ['count', count('N'), '9'.repeat(400), `${number} 4294967295`],
  ['replicas', replicas(), '1e9', `${number} 10000`],
  ['text', text('X'), 'a\u0007', 'expected text without control characters'],
  ['flag', flag(), 'yes', 'expected true or false, or no value at all'],
  ['duration', duration(), '', durationExpected],
  ['duration', duration(), '+', durationExpected],
  ['duration', duration(), 's', durationExpected],
  ['duration', duration(), '.s', durationExpected],
  ['duration', duration(), '10 s', durationExpected],
  ['duration', duration(), '10sec', durationExpected],
  ['duration', duration(), '-1s', `${durationExpected}, not a negative one`],
  ['duration', duration(), '90', 'expected a duration with its unit, such as 90s'],
  ['duration', duration(), '9999999h', 'expected a duration of at most 2501h (104 days)'],
  ['ratio', ratio(), '1.1', 'expected a share from 0 to 1, such as 0.25'],
  ['ratio', ratio(), '', 'expected a share from 0 to 1, such as 0.25'],
  ['choice', choice(['a', 'b', 'c']), 'd', 'expected a, b or c'],
  ['image', image(), '', 'expected an image such as redis:3.0.6'],
  ['image', image(), 'redis:', 'expected a tag after the colon, such as redis:3.0.6'],
  ['image', image(), ':3', 'expected a repository name before the tag, such as redis:3.0.6'],
  ['image', image(), 're_dis.io/web', 'expected a registry such as ghcr.io or localhost:5000 before the /'],
  ['image', image(), 'redis:a b', 'expected one image such as redis:3.0.6, without spaces'],
  [
    'image',
    image(),
    'redis:-x',
    'expected a tag of letters, digits, _ . and -, at most 128 characters, after the colon',
  ],
  ['image', image(), 'https://redis', 'expected an image such as redis:3.0.6, not a web address'],
  [
    'image',
    image(),
    'redis@sha256:12',
    'expected a digest of the form sha256: and 64 hexadecimal digits after the @',
  ],
  ['image', image(), `a@${digest}@${digest}`, 'expected at most one @ before the digest'],
  ['image', image(), 'ghcr.io/Team/app', 'expected a repository name in lower case'],
  ['image', image(), 'Redis', 'expected a repository name in lower case'],
  ['image', image(), 'a1'.repeat(32), 'expected a name, not an image id'],
  [
    'image',
    image(),
    're..dis',
    'expected a repository name of lower-case letters, digits and single . _ - / between them',
  ],
  ['image', image(), 'a/'.repeat(130) + 'a', 'expected an image name of at most 255 characters'],
  ['image', image(), 'a'.repeat(9000), 'expected an image name of at most 255 characters'],
  ['serviceName', serviceName(), '', 'expected the name of a service'],
  ['serviceName', serviceName(), 'a'.repeat(64), 'expected the name of a service, at most 63 characters'],
  [
    'serviceName',
    serviceName(),
    'redis\u0000',
    'expected the name of a service: letters, digits, and - or _ between them',
  ],
  [
    'serviceName',
    serviceName(),
    `${'a'.repeat(62)}!`,
    'expected the name of a service: letters, digits, and - or _ between them',
  ],
  ['scalePair', scalePair(), 'redis=5=6', `${number} 10000, after the =`],
];

for (const [name, kind, given, expected] of refused) {
  test(`${name} refuses ${JSON.stringify(given.slice(0, 40))}: ${expected}`, () => {
    const parsed = kind.schema.safeParse(given);

    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([expected]);
  });
}

test.each([
  [0, '0s'],
  [7, '7ns'],
  [1_500, '1.5µs'],
  [500_000_000, '500ms'],
  [10_000_000_000, '10s'],
  [90_000_000_000, '1m30s'],
  [3_600_000_000_000, '1h0m0s'],
  [86_400_001_000_000, '24h0m0.001s'],
])('%d nanoseconds are written %s, as Go does', (nanoseconds, expected) => {
  expect(duration().format(nanoseconds)).toEqual(expected);
});

test('a duration that was written is read as the same number', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (nanoseconds) => {
      expect(duration().schema.parse(duration().format(nanoseconds))).toEqual(nanoseconds);
    }),
  );
});

test('a ratio that was written is read as the same number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionths) => {
      const share = millionths / 1_000_000;
      expect(ratio().schema.parse(ratio().format(share))).toEqual(share);
    }),
  );
});

test('a pair that was written is read as the same pair', () => {
  const pair = { service: 'shop_web', replicas: 0 };

  expect(scalePair().schema.parse(scalePair().format(pair))).toEqual(pair);
});
