import type { Ground } from './ground.ts';
import { makeStage } from './make-stage.ts';
import type { Recording, Scenario } from './scenario.ts';

/** Plays a scenario on a ground and hands back what it stated. Throws what the scenario throws, after its traces are removed. */
export const play = async (scenario: Scenario, ground: Ground): Promise<Recording> => {
  const { stage, stated, clear } = makeStage(ground, scenario.name);
  try {
    const { Version, ApiVersion } = await stage.get<Recording['engine']>('/version');
    await stage.get('/nodes'); // so that nodes are called by their host names in facts
    await scenario.play(stage);
    return { scenario: scenario.name, engine: { Version, ApiVersion }, ...stated() };
  } finally {
    await clear();
  }
};
