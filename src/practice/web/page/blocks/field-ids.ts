import { createContext } from 'preact';
import { useContext, useId } from 'preact/hooks';

/** By which a label, a hint, an error and a control know one another. */
export type FieldIds = {
  readonly control: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string;
};

/** Those of the input block around a control. */
export const FieldIdsContext = createContext<FieldIds | undefined>(undefined);

export function fieldIds(base: string): FieldIds {
  return { control: base, label: `${base}-label`, hint: `${base}-hint`, error: `${base}-error` };
}

/** The ids of the block around; a control without one has its own. */
export function useFieldIds(): FieldIds {
  const own = useId();
  return useContext(FieldIdsContext) ?? fieldIds(own);
}
