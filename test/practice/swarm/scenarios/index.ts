import type { Scenario } from '../scenario.ts';
import { ofTheApi } from './api-all.ts';
import { flags } from './flags.ts';
import { rolloutCrossed } from './rollout-crossed.ts';
import { rolloutEnds } from './rollout-ends.ts';
import { rolloutOrder } from './rollout-order.ts';
import { rolloutRollback } from './rollout-rollback.ts';
import { rolloutSpecs } from './rollout-specs.ts';
import { rolloutTasks } from './rollout-tasks.ts';
import { rolloutTime } from './rollout-time.ts';
import { trap1 } from './trap-1.ts';
import { trapsOfRollback } from './trap-rollback.ts';
import { trapsOfStatus } from './trap-status.ts';

/** All scenarios. */
export const scenarios: readonly Scenario[] = [
  ...ofTheApi,
  ...rolloutCrossed,
  ...rolloutEnds,
  ...rolloutOrder,
  ...rolloutTime,
  ...rolloutRollback,
  ...rolloutSpecs,
  ...rolloutTasks,
  ...trapsOfRollback,
  ...trapsOfStatus,

  ...trap1,
  ...flags(),
];
