import { describe, expect, test } from 'vitest';
import { readWords } from '../../src/cli/words.ts';

const practice = { kind: 'practice', port: undefined, data: undefined, docker: false };

describe('the words behind waggle', () => {
  test.each([
    [['start'], { kind: 'start' }],
    [['help'], { kind: 'help' }],
    [['practice', '-h'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
    [['practice'], practice],
    [['practice', '--port', '0'], { ...practice, port: 0 }],
    [['practice', '--port=65535', '--docker'], { ...practice, port: 65_535, docker: true }],
    [['practice', '--data', 'a folder'], { ...practice, data: 'a folder' }],
  ])('%j are understood', (words, asked) => {
    expect(readWords(words)).toEqual(asked);
  });

  test.each([
    [[], undefined],
    [['begin'], undefined],
    [['start', '--docker'], expect.stringMatching(/npm run practice -- /)],
    [['practice', '--prot', '1'], "Unknown option '--prot'."],
    [['practice', '--port'], "Option '--port <value>' argument missing."],
    [['practice', '--port', '-1'], "Option '--port' argument is ambiguous."],
    [['practice', '--port', '65536'], '--port is a number from 0 (any free port) to 65535.'],
    [['practice', '--port', '1e3'], '--port is a number from 0 (any free port) to 65535.'],
    [['practice', '--data', ' '], '--data names a folder.'],
    [['practice', '--docker=yes'], expect.stringMatching(/--docker/)],
    [['practice', 'now'], expect.stringMatching(/'now'/)],
  ])('%j are not, and it is said why', (words, why) => {
    expect(readWords(words)).toEqual(why === undefined ? { kind: 'unknown' } : { kind: 'unknown', why });
  });
});
