import { labAttach, labDown, labUp, ownLab } from './lab/lab.ts';
import { startPractice } from './practice-swarm.ts';
import type { Swarm } from './swarm.ts';

const KINDS = ['engines', 'practice'] as const;
type Kind = (typeof KINDS)[number];

/** Which swarm end-to-end tests run on, by WAGGLE_SWARM; without it real engines. @throws RangeError for another word. */
export const swarmKind = (word: string | undefined): Kind => {
  const kind = word === undefined || word === '' ? 'engines' : KINDS.find((each) => each === word);
  if (kind === undefined) throw new RangeError(`WAGGLE_SWARM is "${word}": it can be ${KINDS.join(' or ')}.`);
  return kind;
};

export type OpenSwarm = { readonly swarm: Swarm; readonly close: () => Promise<void> };

/**
 * A swarm to test on. `own`: a name for one that nobody else uses, for what others must not be disturbed by, such as the loss of
 * a node. Of real engines there is one for all else; practice swarms are cheap, each caller has one of its own.
 */
export const openSwarm = async (own?: string): Promise<OpenSwarm> => {
  const kind = swarmKind(process.env['WAGGLE_SWARM']);
  switch (kind) {
    case 'practice':
      return await startPractice();
    case 'engines': {
      if (own === undefined) return { swarm: await labAttach(), close: async () => undefined };
      const place = ownLab(own);
      return { swarm: await labUp(place), close: () => labDown(place) };
    }
  }
};
