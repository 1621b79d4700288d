import { describe, expect, it } from 'vitest';
import { CLAIMS } from './claims.ts';
import { readRecording, recordingNames } from './recordings.ts';
import { scenarios } from './scenarios/index.ts';

describe('the claims of the practice swarm', () => {
  it('are each witnessed by a scenario', () => {
    const witnessed = new Set(scenarios.flatMap(({ claims }) => claims));

    expect(CLAIMS.filter((claim) => !witnessed.has(claim))).toEqual([]);
  });

  it('are listed once each', () => {
    expect(new Set(CLAIMS).size).toBe(CLAIMS.length);
  });
});

describe('the recordings', () => {
  it('are those of the scenarios, no more and no fewer', () => {
    expect(recordingNames()).toEqual(scenarios.map(({ name }) => name).toSorted());
  });

  it('are each of the scenario whose name they have, and say something', () => {
    const odd = recordingNames().filter((name) => {
      const { scenario, facts, times } = readRecording(name);
      return scenario !== name || facts.length + times.length === 0;
    });

    expect(odd).toEqual([]);
  });

  it('have names of their own, in lower case and dashes', () => {
    const names = scenarios.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });
});
