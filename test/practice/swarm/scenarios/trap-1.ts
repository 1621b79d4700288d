import { said } from '../said.ts';
import type { ApiService } from '../api.ts';
import { statusOf } from '../follow.ts';
import { mergeSpec } from '../merge-spec.ts';
import type { Scenario } from '../scenario.ts';

/** Trap 1: every update overwrites what a rollback goes back to. */
export const trap1: readonly Scenario[] = [
  {
    name: 'trap-1-label-overwrites-previous-spec',
    claims: ['trap-1-previous-spec-is-overwritten', 'trap-8-what-is-previous'],
    play: async (stage) => {
      const id = await stage.create(stage.spec());
      const image = stage.image('web:2');
      await stage.update(id, (spec) =>
        mergeSpec(spec, { TaskTemplate: { ContainerSpec: { Image: image } } }),
      );
      await stage.untilStatus(id, 'completed');
      const first = await stage.get<ApiService>(`/services/${id}`);
      stage.fact('after a new image the previous spec has the old one', first.PreviousSpec);
      await stage.update(id, (spec) => mergeSpec(spec, { Labels: { team: 'a' } }));
      const second = await stage.get<ApiService>(`/services/${id}`);
      stage.fact('after a label it has the new one, without the label', second.PreviousSpec);
      const answer = await stage.update(id, (spec) => spec, 'rollback=previous');
      stage.fact('a rollback is taken', said(answer));
      await stage.ground.pass(1000);
      const third = await stage.get<ApiService>(`/services/${id}`);
      stage.fact('and takes back the label alone', { labels: third.Spec['Labels'], status: statusOf(third) });
    },
  },
];
