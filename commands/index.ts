import type { Command } from '../src/core/command.ts';
import { help } from './bot/help.ts';
import { nodeLs } from './node/ls.ts';
import { serviceLs } from './service/ls.ts';
import { servicePs } from './service/ps.ts';
import { serviceRollback } from './service/rollback.ts';
import { serviceScale } from './service/scale.ts';
import { serviceUpdate } from './service/update.ts';

/** Every command there is. A test holds this list equal to the folder. */
export const commands: readonly Command[] = [
  help,
  nodeLs,
  serviceLs,
  servicePs,
  serviceRollback,
  serviceScale,
  serviceUpdate,
];
