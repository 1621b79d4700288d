import type { ClaimId } from './claims.ts';

/** A trap of docker's, switched off in the source of the practice swarm: what many believe docker to do. */
export type Mutant = {
  readonly name: string;
  /** The trap. Every scenario that bears witness to it is replayed, and at least one must see the difference. */
  readonly claim: ClaimId;
  /** Below src/practice/swarm. */
  readonly file: string;
  /** Stands in the file exactly once; what the code does. */
  readonly find: string;
  /** What it does instead. */
  readonly replace: string;
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'an update that leaves the tasks alone does not overwrite the previous spec',
    claim: 'trap-1-previous-spec-is-overwritten',
    file: 'api/services/update.ts',
    find: 'previousSpec: service.spec,\n          previousSpecVersion: service.specVersion,',
    replace: `previousSpec: isDeepStrictEqual(spec.TaskTemplate, service.spec.TaskTemplate)
            ? service.previousSpec
            : service.spec,
          previousSpecVersion: service.specVersion,`,
  },
  {
    name: 'a rollback in the middle goes back to the spec from before the rollout',
    claim: 'trap-1-previous-spec-is-overwritten',
    file: 'api/services/update.ts',
    find: 'previousSpec: service.spec,\n          previousSpecVersion: service.specVersion,',
    replace: `previousSpec: service.updateStatus?.state === 'updating' ? service.previousSpec : service.spec,
          previousSpecVersion: service.specVersion,`,
  },
  {
    name: 'an identical spec leaves the status of the rollout',
    claim: 'trap-2-identical-spec-ends-the-status',
    file: 'api/services/update.ts',
    find: 'updateStatus: undefined,',
    replace: 'updateStatus: isDeepStrictEqual(spec, service.spec) ? service.updateStatus : undefined,',
  },
  {
    name: 'a label leaves the status of the rollout',
    claim: 'trap-2-identical-spec-ends-the-status',
    file: 'api/services/update.ts',
    find: 'updateStatus: undefined,',
    replace: `updateStatus: isDeepStrictEqual(spec.Labels, service.spec.Labels) ? undefined : service.updateStatus,`,
  },
  {
    name: 'a paused rollout stays paused when the service is scaled',
    claim: 'trap-3-scaling-resumes-a-paused-rollout',
    file: 'api/services/update.ts',
    find: 'updateStatus: undefined,',
    replace: `updateStatus:
            service.updateStatus?.state === 'paused' &&
            isDeepStrictEqual(spec.TaskTemplate, service.spec.TaskTemplate)
              ? service.updateStatus
              : undefined,`,
  },
  {
    name: 'a rollout whose tasks crash is not completed, whatever its failure action',
    claim: 'trap-4-completed-while-crashing',
    file: 'manager/orchestrator/updater.ts',
    find: "if (this.#pace.failureAction === 'continue') return;",
    replace: `if (this.#pace.failureAction === 'continue') {
      this.#silenced = true;
      pauseUpdate(this.#world, this.service.id, 'tasks crash');
      return;
    }`,
  },
  {
    name: 'a task that cannot be placed is a failure',
    claim: 'trap-5-unplaceable-is-no-failure',
    file: 'manager/scheduler/scheduler.ts',
    find: "this.#apply({ old: task, nodeId: '', status: { ...status, timestamp, err } });",
    replace:
      "this.#apply({ old: task, nodeId: '', status: { ...status, state: 'rejected', timestamp, err } });",
  },
  {
    name: 'an update with a stale version is accepted',
    claim: 'trap-7-update-out-of-sequence',
    file: 'api/services/update.ts',
    find: 'if (request.version !== service.version)',
    replace: 'if (request.version > service.version)',
  },
  {
    name: 'a conflict is answered as one: 409',
    claim: 'trap-7-update-out-of-sequence',
    file: 'api/services/update.ts',
    find: "throw rpcError('Unknown', 'update out of sequence')",
    replace: "throw new ApiError(409, 'update out of sequence')",
  },
  {
    name: 'the status of a rollout does not bump the version',
    claim: 'trap-7-update-out-of-sequence',
    file: 'state/store.ts',
    find: 'const after = { ...before, ...fields, version, updatedAt: now } as Kinds[typeof kind];',
    replace: `const after = {
          ...before,
          ...fields,
          version: Object.keys(fields).join() === 'updateStatus' ? before.version : version,
          updatedAt: now,
        } as Kinds[typeof kind];`,
  },
  {
    name: 'an automatic rollback keeps the previous spec',
    claim: 'trap-8-what-is-previous',
    file: 'manager/orchestrator/update-status.ts',
    find: 'previousSpec: undefined,',
    replace: 'previousSpec: service.spec,',
  },
  {
    name: 'a rollback of a rollback has nothing to go to',
    claim: 'trap-8-what-is-previous',
    file: 'api/services/update.ts',
    find: 'previousSpec: service.spec,\n    previousSpecVersion: service.specVersion,',
    replace: 'previousSpec: undefined,\n    previousSpecVersion: undefined,',
  },
  {
    name: 'a rollback leaves the labels',
    claim: 'trap-8-what-is-previous',
    file: 'api/services/update.ts',
    find: 'spec: service.previousSpec,',
    replace: 'spec: { ...service.previousSpec, Labels: service.spec.Labels },',
  },
  {
    name: 'a removal with a stale version is refused',
    claim: 'trap-9-stale-removal',
    file: 'api/services/routes.ts',
    find: "store.write((tx) => tx.remove('service', id));",
    replace: `const asked = request.query.get('version');
      if (asked !== null && Number(asked) !== store.services.get(id)?.version)
        return { status: 500, json: { message: 'update out of sequence' } };
      store.write((tx) => tx.remove('service', id));`,
  },
  {
    name: 'a removal by name does not find a service made again under it',
    claim: 'trap-9-stale-removal',
    file: 'api/services/routes.ts',
    find: "const { id } = findService(store, request.params['id'] ?? '');\n      store.write",
    replace: `const { id } = findService(store, request.params['id'] ?? '');
      if (id !== request.params['id']) return { status: 404, json: { message: 'not found' } };
      store.write`,
  },
];
