import { filters, type ApiService, type ApiTask } from '../api.ts';
import type { Answer } from '../ground.ts';
import { mergeSpec } from '../merge-spec.ts';
import type { Course, Spec, Stage } from '../stage.ts';

export const SECOND = 1_000_000_000;

/** A change to another image, and whatever else. */
export const toImage = (stage: Stage, short: string, change: Spec = {}) => {
  const edit = mergeSpec({ TaskTemplate: { ContainerSpec: { Image: stage.image(short) } } }, change);
  return (spec: Spec): Spec => mergeSpec(spec, edit);
};

export const replicas = (Replicas: number): Spec => ({ Mode: { Replicated: { Replicas } } });

/** How a crashed task is restarted in most scenarios: soon. */
export const SOON: Spec = { TaskTemplate: { RestartPolicy: { Condition: 'any', Delay: SECOND } } };

/** The image's program heeds TERM and INT alone: told to stop by another signal, it is killed when its grace is over. */
export const SLOW_TO_STOP: Spec = {
  TaskTemplate: { ContainerSpec: { StopSignal: 'SIGUSR1', StopGracePeriod: 2 * SECOND } },
};

export const serviceOf = (stage: Stage, id: string): Promise<ApiService> =>
  stage.get<ApiService>(`/services/${id}`);

export const tasksOf = (stage: Stage, id: string): Promise<ApiTask[]> =>
  stage.get<ApiTask[]>(`/tasks?${filters({ service: [id] })}`);

/**
 * For steps whose answer is not what the scenario is about: again when a status was written between reading and writing, as
 * every honest client does. Throws when the engine refuses.
 */
export const taken = async (step: () => Promise<Answer>): Promise<void> => {
  for (;;) {
    const { status, body } = await step();
    if (status === 200) return;
    if (!body.includes('update out of sequence')) throw new Error(`refused: ${status} ${body.trim()}`);
  }
};

const STARTED = new Set(['running', 'failed', 'rejected', 'complete', 'shutdown']);

/** Waits until so many slots have a task of this image that ran, or failed to. */
export const untilReached = (stage: Stage, id: string, image: string, slots: number): Promise<void> =>
  stage.until(`${slots} slots have reached ${image}`, async () => {
    const reached = (await tasksOf(stage, id)).filter(
      (task) => task.Spec.ContainerSpec.Image === image && STARTED.has(task.Status.State),
    );
    return new Set(reached.map(({ Slot }) => Slot)).size >= slots;
  });

/** Milliseconds from the start of a rollout to its end, by the engine's own word. */
export const lasted = ({ UpdateStatus: status }: ApiService): number =>
  Date.parse(status?.CompletedAt ?? '') - Date.parse(status?.StartedAt ?? '');

/** The statuses that were seen, without those that last less than a moment and may be missed, and without doubles. */
export const statusesButFleeting = (course: Course): readonly unknown[] => {
  const kept = course.statuses.filter((status) => status?.state !== 'rollback_started' && status !== null);
  return kept.filter((status, index) => JSON.stringify(status) !== JSON.stringify(kept[index - 1]));
};

/** How many slots have which images, in the order of their tasks: which of equal slots comes first is left to chance. */
export const histories = (course: Course): Record<string, number> => {
  const seen = Object.values(course.slots).map((tasks) =>
    tasks
      .map(({ image }) => image.replace('registry:5000/', ''))
      .filter((image, index, all) => image !== all[index - 1]),
  );
  return counted(seen.map((images) => images.join(' -> ')));
};

export const counted = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};
