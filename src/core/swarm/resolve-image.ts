import type { ImageLookup } from '../ports/swarm.ts';
import { digestIn } from './image-name.ts';
import type { Platform, ServiceSpec } from './spec.ts';

export type Resolved = {
  readonly spec: ServiceSpec;
  readonly digests: readonly { readonly image: string; readonly digest: string }[];
};

/**
 * Pins the image of a spec to what its registry says of it, and takes over the image's platforms; without an answer the
 * spec stays as it is, as with docker (docker/cli client resolveContainerSpecImage). `before` is the spec that is replaced:
 * an image that is the same as there moves nothing else either.
 */
export function resolveImage(before: ServiceSpec, spec: ServiceSpec, lookup: ImageLookup): Resolved {
  const image = spec.TaskTemplate.ContainerSpec?.Image;
  if (image === undefined || lookup.kind !== 'found') return { spec, digests: [] };
  const pinned = digestIn(image) === null ? `${image}@${lookup.digest}` : image;
  const digests = [{ image, digest: lookup.digest }];
  const { TaskTemplate } = spec;
  const same = pinned === before.TaskTemplate.ContainerSpec?.Image;
  const Placement =
    same || lookup.platforms.length === 0
      ? TaskTemplate.Placement
      : { ...TaskTemplate.Placement, Platforms: lookup.platforms.map(asPlacement) };
  return {
    spec: {
      ...spec,
      TaskTemplate: {
        ...TaskTemplate,
        ContainerSpec: { ...TaskTemplate.ContainerSpec, Image: pinned },
        ...(Placement === undefined ? {} : { Placement }),
      },
    },
    digests,
  };
}

/** Nodes and images spell arm in different ways, so docker leaves that architecture blank (swarmkit#2294). */
function asPlacement({ Architecture = '', OS = '' }: Platform): Platform {
  const known = Architecture !== '' && Architecture.toLowerCase() !== 'arm';
  return { ...(known ? { Architecture } : {}), ...(OS === '' ? {} : { OS }) };
}
