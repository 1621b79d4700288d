import {
  choice,
  count,
  duration,
  flag,
  image,
  ratio,
  replicas,
  scalePair,
  serviceName,
  text,
} from '../../../src/core/chat/kinds.ts';
import type { ParamTable } from '../../../src/core/chat/param.ts';
import type { CommandInfo } from '../../../src/core/command.ts';

/** A small registry with each form of parameter, so that these tests do not hang on the real commands. */
export const scale: CommandInfo = {
  kind: 'change',
  name: ['service', 'scale'],
  aliases: [['scale']],
  summary: 'Set how many replicas services have',
  examples: ['scale redis=5', 'scale redis=5 web=2'],
  params: {
    services: { kind: scalePair(), at: 'rest', required: true, meaning: 'each service and its replicas' },
    detach: { kind: flag(), short: 'd', meaning: 'do not follow' },
  } satisfies ParamTable,
};

export const update: CommandInfo = {
  kind: 'change',
  name: ['service', 'update'],
  aliases: [['update']],
  summary: 'Change a service',
  examples: ['update redis --image redis:3.0.6'],
  params: {
    service: { kind: serviceName(), at: 'place', required: true, meaning: 'the service' },
    image: { kind: image(), inForm: true, meaning: 'the image' },
    replicas: { kind: replicas(), meaning: 'how many tasks' },
    'update-delay': {
      kind: duration(),
      aliases: ['delay'],
      inForm: true,
      meaning: 'the time between batches',
    },
    'update-parallelism': {
      kind: count('N'),
      aliases: ['parallelism'],
      inForm: true,
      meaning: 'how many tasks at once',
      since: '1.24',
    },
    'update-order': {
      kind: choice(['stop-first', 'start-first']),
      inForm: true,
      meaning: 'which goes first',
    },
    'update-max-failure-ratio': { kind: ratio(), meaning: 'the share that may fail' },
    'label-add': { kind: text('LABEL'), repeated: true, inForm: true, meaning: 'labels to add' },
    force: { kind: flag(), inForm: true, meaning: 'restart the tasks' },
    detach: { kind: flag(), short: 'd', meaning: 'do not follow' },
    quiet: { kind: flag(), short: 'q', meaning: 'say less' },
    user: { kind: text('USER'), short: 'u', meaning: 'the user' },
  } satisfies ParamTable,
};

export const rollback: CommandInfo = {
  kind: 'change',
  name: ['service', 'rollback'],
  aliases: [['rollback']],
  summary: 'Take the last change back',
  examples: ['rollback redis'],
  params: {
    service: { kind: serviceName(), at: 'place', required: true, meaning: 'the service' },
  } satisfies ParamTable,
};

export const nodes: CommandInfo = {
  kind: 'read',
  name: ['node', 'ls'],
  aliases: [['nodes']],
  summary: 'List the nodes',
  examples: ['nodes'],
  params: {} satisfies ParamTable,
};

export const help: CommandInfo = {
  kind: 'read',
  name: ['help'],
  aliases: [],
  summary: 'Explain what can be said',
  examples: ['help update'],
  params: { topic: { kind: text('TOPIC'), at: 'rest', meaning: 'a command' } } satisfies ParamTable,
};

export const catalog: readonly CommandInfo[] = [nodes, scale, update, rollback, help];
