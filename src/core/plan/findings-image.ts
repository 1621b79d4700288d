import { digestIn, repositoryOf, withoutDigest } from '../swarm/image-name.ts';
import type { Rule } from './findings-rule.ts';

/** The registry answered that there is no such image. */
export const imageMissing: Rule = ({ asked }) => {
  if (asked?.lookup.kind !== 'missing') return null;
  return {
    code: 'image-missing',
    level: 'danger',
    text: `The registry has no ${asked.image}: tasks with it cannot start. It says: ${asked.lookup.words}`,
  };
};

/** Another program altogether is easily a slip of the service's name. */
export const anotherRepository: Rule = ({ observed, target, rollback }) => {
  const [before, after] = [observed.Spec, target].map(
    ({ TaskTemplate }) => TaskTemplate.ContainerSpec?.Image,
  );
  if (rollback || before === undefined || after === undefined) return null;
  const [old, next] = [repositoryOf(before), repositoryOf(after)];
  if (old === next) return null;
  return {
    code: 'another-repository',
    level: 'warning',
    text: `${target.Name} has run ${old} so far; this is another repository: ${next}.`,
  };
};

/** The registry could not be asked: the image is written by its tag. */
export const digestUnknown: Rule = ({ asked }) => {
  if (asked?.lookup.kind !== 'unknown' || digestIn(asked.image) !== null) return null;
  return {
    code: 'digest-unknown',
    level: 'warning',
    text: `The registry could not be asked, so the image is not pinned to a digest: each node pulls what ${asked.image} means there and then, and two nodes may run different images. It says: ${asked.lookup.words}`,
  };
};

/** `latest` means something else tomorrow; this plan does not. */
export const movingTag: Rule = ({ asked }) => {
  if (asked?.lookup.kind !== 'found' || digestIn(asked.image) !== null) return null;
  if (!withoutDigest(asked.image).endsWith(':latest')) return null;
  return {
    code: 'mutable-tag',
    level: 'info',
    text: `The tag latest moves: this plan is pinned to what it means now, and the name alone will not tell later what ran.`,
  };
};
