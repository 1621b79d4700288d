import { expect, test } from 'vitest';
import { runCommand } from '../../../../src/practice/swarm/agent/shell.ts';

/** When and how a command ends, and what it writes. */
const courseOf = (...argv: string[]) => {
  const course = runCommand(argv);
  return course && { ...course.ends, lines: course.log.map(({ after, line }) => [after, line]) };
};

test.each([
  [['true'], { after: 0, code: 0, lines: [] }],
  [['/bin/false'], { after: 0, code: 1, lines: [] }],
  [['sleep', '2m'], { after: 120_000, code: 0, lines: [] }],
  [['sleep', 'infinity'], { lines: [] }],
  [['echo', 'good morning', '; exit 3'], { after: 0, code: 0, lines: [[0, 'good morning ; exit 3']] }],
  [['sh'], { after: 0, code: 0, lines: [] }],
  [['sh', '-c', 'exit 3'], { after: 0, code: 3, lines: [] }],
  [['sh', '-c', 'exit'], { after: 0, code: 0, lines: [] }],
  [
    ['sh', '-c', 'echo "one"; sleep 1.5 && echo two; exit 7'],
    {
      after: 1500,
      code: 7,
      lines: [
        [0, 'one'],
        [1500, 'two'],
      ],
    },
  ],
  [['sh', '-c', 'false && exit 3'], { after: 0, code: 1, lines: [] }],
  [['sh', '-c', 'false || exit 3'], { after: 0, code: 3, lines: [] }],
  [['bash', '-c', 'while true; do date; sleep 1; done'], { lines: [] }],
  [['sh', '-c', 'nosuch'], { after: 0, code: 127, lines: [[0, 'sh: nosuch: not found']] }],
  [['nosuch'], undefined],
])('%j', (argv, expected) => {
  expect(courseOf(...argv)).toEqual(expected);
});

test('only a script with a trap heeds SIGTERM', () => {
  expect(runCommand(['sh', '-c', 'sleep 10'])?.heedsTerm).toBe(false);
  expect(runCommand(['sh', '-c', "trap 'exit 0' TERM; sleep 10"])?.heedsTerm).toBe(true);
});
