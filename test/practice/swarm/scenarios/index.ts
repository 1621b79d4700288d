import type { Scenario } from '../scenario.ts';
import { trap1 } from './trap-1.ts';

/** All scenarios. */
export const scenarios: readonly Scenario[] = [...trap1];
