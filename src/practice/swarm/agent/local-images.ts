import type { Engine } from '../engine.ts';
import type { Image, LookUp } from '../images/catalog.ts';
import { familiarName, parseReference } from '../images/reference.ts';
import { platformFits } from '../manager/scheduler/pipeline.ts';
import type { NodeDescription } from '../state/objects.ts';
import type { World } from '../world.ts';
import { jittered, TIMING } from './timing.ts';

/** The images that an engine has pulled. */
export class LocalImages {
  readonly #world: World;
  readonly #platform: NodeDescription['platform'];
  readonly #images = new Map<string, Image>();

  constructor(world: World, engine: Engine) {
    this.#world = world;
    this.#platform = engine.description.platform;
  }

  /** How long a pull takes, and what puts the image there, if there is one; ms. It pulls even when it has it: a tag may have moved. */
  pull(reference: string): { readonly takes: number; readonly arrive: () => void } {
    const key = nameOf(reference);
    const none = (takes: number) => ({ takes, arrive: () => {} });
    if (reference.includes('@') && this.#images.has(key)) return none(0);
    const found = this.#lookUp(reference);
    const { random } = this.#world;
    switch (found.kind) {
      case 'silent':
        return none(TIMING.silent);
      case 'unreachable':
        return none(jittered(TIMING.refused, random));
      case 'missing':
        return none(jittered(TIMING.askRegistry, random));
      case 'found': {
        const { digest, behaviour } = found.image;
        const isHere = this.#images.get(key)?.digest === digest;
        const takes = jittered(isHere ? TIMING.askRegistry : behaviour.pull, random);
        return { takes, arrive: () => this.#images.set(key, found.image) };
      }
    }
  }

  /** It was pulled before the engine was started again. One that is in no registry any more is forgotten. */
  find(reference: string): void {
    const found = this.#lookUp(reference);
    if (found.kind === 'found') this.#images.set(nameOf(reference), found.image);
  }

  /** The image, as its registry scripts it now. Undefined: there is no such image here. */
  get(reference: string): Image | undefined {
    const local = this.#images.get(nameOf(reference));
    if (local === undefined) return undefined;
    const found = this.#world.catalog.lookUp(reference);
    return found.kind === 'found' ? found.image : local;
  }

  /** An image that is not made for this engine's platform is none to it. */
  #lookUp(reference: string): LookUp {
    const found = this.#world.catalog.lookUp(reference);
    if (found.kind !== 'found') return found;
    const { architecture, os } = this.#platform;
    const fits = found.image.platforms.some((platform) => platformFits(platform, architecture, os));
    return fits ? found : { kind: 'missing' };
  }
}

/** The reference as docker shows it: short, and with a tag. */
export function nameOf(text: string): string {
  const reference = parseReference(text);
  if (reference.kind === 'invalid') return text;
  const { tag, digest } = reference;
  const shownTag = tag ?? (digest === undefined ? 'latest' : undefined);
  const tagPart = shownTag === undefined ? '' : `:${shownTag}`;
  return `${familiarName(reference)}${tagPart}${digest === undefined ? '' : `@${digest}`}`;
}
