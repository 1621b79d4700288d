/** What the docker CLI printed, line by line, without what differs from run to run: ids, addresses, times, widths of columns. */
export const plain = (text: string): string[] =>
  text
    .replaceAll(/sha256:[0-9a-f]{64}/g, '<digest>')
    .replaceAll(/SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}/g, '<token>')
    .replaceAll(/\b[0-9a-z]{25}\b/g, '<id>')
    .replaceAll(/^[0-9a-z]{12}(?= )/gm, '<id>')
    .replaceAll(/(?<=\.\d\.)[0-9a-z]{12}(?=@)/g, '<id>')
    .replaceAll(/\b\d+\.\d+\.\d+\.\d+\b/g, '<address>')
    .replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.]+( \+0000 utc|Z)/g, '<time>')
    .replaceAll(/([Ll]ess than a second|[Aa]bout a minute|\d+ (second|minute)s?) ago/g, '<time> ago')
    .split('\n')
    .map((line) => line.replaceAll(/[ \t]{2,}|\t/g, '  ').trimEnd())
    .filter((line) => line !== '');

const COUNTER = /^(overall progress: .*?)(\d+) out of (\d+) tasks$/;

/** A command's own progress: each line once, and of the counters only the first and the last. */
export const progress = (text: string): string[] => {
  // of a global service it says so when it is quicker than the orchestrator
  const lines = plain(text).filter((line) => line !== 'overall progress: waiting for new tasks');
  const counters = lines.filter((line) => COUNTER.test(line));
  const ends = new Set([counters[0], counters.at(-1)]);
  return [...new Set(lines)].filter((line) => !COUNTER.test(line) || ends.has(line));
};
