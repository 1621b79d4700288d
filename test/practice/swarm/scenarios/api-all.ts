import type { Scenario } from '../scenario.ts';
import { apiCreate } from './api-create.ts';
import { apiDoors } from './api-doors.ts';
import { apiJsonWords } from './api-json-words.ts';
import { apiUpdate } from './api-update.ts';
import { objectNetworks } from './object-networks.ts';
import { objectConfigs, objectSecrets } from './object-secrets.ts';

/** What the API answers, and what is placed where. */
export const ofTheApi: readonly Scenario[] = [
  apiCreate,
  apiDoors,
  apiJsonWords,
  apiUpdate,
  objectConfigs,
  objectNetworks,
  objectSecrets,
];
