import type { Scenario } from '../scenario.ts';
import { apiCreate } from './api-create.ts';
import { apiDistribution } from './api-distribution.ts';
import { apiDoors } from './api-doors.ts';
import { apiJsonWords } from './api-json-words.ts';
import { apiLogs } from './api-logs.ts';
import { apiNodeList } from './api-node-list.ts';
import { apiServiceList } from './api-service-list.ts';
import { apiShapes } from './api-shapes.ts';
import { apiTaskList } from './api-task-list.ts';
import { apiUpdate } from './api-update.ts';
import { eventObjects } from './event-objects.ts';
import { eventReplay } from './event-replay.ts';
import { nodeDrain, nodePause } from './node-changes.ts';
import { nodeLabels } from './node-labels.ts';
import { nodeLeave } from './node-leave.ts';
import { nodeLoss } from './node-loss.ts';
import { nodePromotion } from './node-promotion.ts';
import { objectNetworks } from './object-networks.ts';
import { objectConfigs, objectSecrets } from './object-secrets.ts';
import { placePending } from './place-pending.ts';
import { placeConstraints, placeSpread } from './place-where.ts';
import { swarmObject } from './swarm-object.ts';
import { swarmElection, swarmQuorum } from './swarm-quorum.ts';

/** What the API answers, and what is placed where. */
export const ofTheApi: readonly Scenario[] = [
  apiCreate,
  apiDistribution,
  apiDoors,
  apiJsonWords,
  apiLogs,
  apiNodeList,
  apiServiceList,
  apiShapes,
  apiTaskList,
  apiUpdate,
  eventObjects,
  eventReplay,
  nodeDrain,
  nodeLabels,
  nodeLeave,
  nodeLoss,
  nodePause,
  nodePromotion,
  objectConfigs,
  objectNetworks,
  objectSecrets,
  placeConstraints,
  placePending,
  placeSpread,
  swarmElection,
  swarmObject,
  swarmQuorum,
];
