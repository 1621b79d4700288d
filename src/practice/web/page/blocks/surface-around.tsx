import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { fieldKey, inputsOf } from './entries.ts';
import { SurfaceContext, type Surface } from './surface.ts';

const nothing = (): void => {};
const noErrors = {};

type Props = Pick<Surface, 'kind' | 'target' | 'blocks' | 'values' | 'drafts'> &
  Partial<Pick<Surface, 'channel' | 'errors' | 'changed' | 'uploading'>> & {
    readonly children: ComponentChildren;
  };

/** Provides what elements need of the message or view around them, and forgets what was entered in inputs that are gone. */
export function SurfaceAround({ children, ...given }: Props) {
  const { blocks, drafts } = given;
  useEffect(() => {
    if (given.kind === 'modal') drafts.keepOnly(new Set(inputsOf(blocks).map(fieldKey)));
  }, [blocks, drafts, given.kind]);
  const surface = { errors: noErrors, changed: nothing, uploading: nothing, ...given };
  return <SurfaceContext.Provider value={surface}>{children}</SurfaceContext.Provider>;
}
