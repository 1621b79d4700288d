import { flag, serviceName } from '../../src/core/chat/kinds.ts';
import { change } from '../../src/core/command.ts';
import { observeRollback, rollbackDraft } from '../../src/core/plan/rollback-draft.ts';

/** Takes the last change of a service back (docker/cli cli/command/service/rollback.go, and safer in the middle of a rollout). */
export const serviceRollback = change({
  name: ['service', 'rollback'],
  aliases: [['rollback']],
  summary: "Take a service's last change back",
  examples: ['rollback redis', 'service rollback redis'],
  params: {
    service: { kind: serviceName(), at: 'place', required: true, meaning: 'the service' },
    detach: { kind: flag(), short: 'd', meaning: 'do not follow the rollout in the thread' },
    quiet: { kind: flag(), short: 'q', meaning: 'accepted as docker does; changes nothing here' },
  },
  observe: (on, { service }, signal) => observeRollback(on, service, signal),
  plan: ({ detach = false }, observed) => rollbackDraft(observed, { follow: !detach }),
});
