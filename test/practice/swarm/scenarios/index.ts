import type { Scenario } from '../scenario.ts';
import { ofTheApi } from './api-all.ts';
import { trap1 } from './trap-1.ts';

/** All scenarios. */
export const scenarios: readonly Scenario[] = [...ofTheApi, ...trap1];
