/**
 * `npm test`: everything that this machine can run, in one go. A suite that cannot run here is left out aloud, with the reason;
 * WAGGLE_REQUIRE=lab,recordings,practice,postgres,browser turns that into a failure (as .ci/run does).
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { browserNeeds } from './browser/support/needs.ts';
import { labNeeds } from './support/lab/needs.ts';
import { postgresNeeds } from './support/postgres.ts';
import { practiceNeeds } from './support/practice-swarm.ts';

type Step = { name: string; command: [string, ...string[]]; needs?: string[] };

const bin = (name: string) => join(import.meta.dirname, '../node_modules/.bin', name);
const required = new Set((process.env.WAGGLE_REQUIRE ?? '').split(',').filter((name) => name !== ''));

const steps: Step[] = [
  { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings', 'src', 'commands', 'test'] },
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  { name: 'types of the page', command: [bin('tsc'), '--noEmit', '-p', 'src/practice/web/page'] },
  { name: 'unused', command: [bin('knip')] },
  { name: 'fast', command: [bin('vitest'), 'run', '--project', 'unit', '--project', 'integration'] },
  { name: 'postgres', command: [bin('vitest'), 'run', '--project', 'postgres'], needs: postgresNeeds() },
  { name: 'practice', command: [bin('vitest'), 'run', '--project', 'practice'], needs: practiceNeeds() },
  { name: 'browser', command: [bin('vitest'), 'run', '--project', 'browser'], needs: browserNeeds() },
  { name: 'lab', command: [bin('vitest'), 'run', '--project', 'lab'], needs: labNeeds() },
  { name: 'recordings', command: [bin('vitest'), 'run', '--project', 'recordings'], needs: labNeeds() },
];

const failed: string[] = [];
const leftOut: string[] = [];
for (const step of steps) {
  const needs = step.needs ?? [];
  if (needs.length > 0) {
    const line = `${step.name}: ${needs.join('; ')}`;
    if (required.has(step.name)) failed.push(`${line} (required)`);
    else leftOut.push(line);
    continue;
  }
  const started = performance.now();
  console.log(`\n== ${step.name}`);
  const [command, ...args] = step.command;
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: join(import.meta.dirname, '..') });
  console.log(
    `== ${step.name}: ${status === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(step.name);
}

for (const line of leftOut) console.log(`\nLEFT OUT ${line}`);
for (const line of failed) console.log(`\nFAILED ${line}`);
const passed = steps.length - failed.length - leftOut.length;
console.log(`\nsuites: ${passed} passed, ${failed.length} failed, ${leftOut.length} skipped`);
process.exitCode = failed.length === 0 ? 0 : 1;
