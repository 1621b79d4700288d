import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Target, Values } from '../../protocol.ts';
import type { Drafts } from './drafts.ts';
import type { JsonObject } from './json.ts';

/** The message or view that blocks stand in. */
export type Surface = {
  readonly kind: 'message' | 'modal' | 'home';
  readonly target: Target;
  /** The channel that a message is in. */
  readonly channel?: string;
  readonly blocks: readonly JsonObject[];
  readonly values: Values;
  readonly drafts: Drafts;
  /** What is wrong with an input, by block id, after an attempt to send the form. */
  readonly errors: Readonly<Record<string, string>>;
  /** The person has changed an input: what was said of it does not hold any more. */
  readonly changed: (blockId: string) => void;
  /** An upload has begun (1) or ended (-1). */
  readonly uploading: (change: 1 | -1) => void;
};

export const SurfaceContext = createContext<Surface | undefined>(undefined);

/** @throws Error outside of a message or view, which is a mistake in the page. */
export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === undefined) throw new Error('blocks stand in a message or a view');
  return surface;
}
