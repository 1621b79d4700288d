import { useEffect, useState } from 'preact/hooks';
import { useWorld } from '../../world.ts';
import type { Placed } from '../entries.ts';
import { isObject, numberAt, typeOf, type Json, type JsonObject } from '../json.ts';
import { useSurface } from '../surface.ts';
import { whereOf } from '../use-acting.tsx';

/** Slack's own where the app names none. */
const usualMinimum = 3;
/** How long a person pauses before the app is asked. */
const pauseMs = 150;

export type Suggestions = { readonly options: readonly JsonObject[]; readonly status: string | undefined };

const nothing: Suggestions = { options: [], status: undefined };

/** What the app offers for what is typed into an external menu; nothing for other menus. */
export function useSuggestions(placed: Placed, query: string, isOpen: boolean): Suggestions {
  const { act } = useWorld();
  const surface = useSurface();
  const [found, setFound] = useState<Suggestions>(nothing);
  const isExternal = typeOf(placed.element).endsWith('external_select');
  const least = numberAt(placed.element, 'min_query_length') ?? usualMinimum;
  const isAsking = isExternal && isOpen && query.trim().length >= least;

  useEffect(() => {
    if (!isAsking) {
      setFound({
        options: [],
        status: least === 1 ? 'Type a character to search.' : `Type ${least} characters to search.`,
      });
      return undefined;
    }
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const answer = await act({ act: 'suggest', ...whereOf(surface, placed), query: query.trim() });
      if (!isWanted) return;
      const options = answer.ok ? objectsIn(answer.result) : [];
      const words = answer.ok
        ? (answer.shown ?? (options.length === 0 ? 'No results' : undefined))
        : answer.error;
      setFound({ options, status: words });
    };
    setFound((before) => ({ ...before, status: 'Looking…' }));
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
    // The element and the place stay the same while a person types.
  }, [isAsking, query]);

  return isExternal ? found : nothing;
}

function objectsIn(result: Json | undefined): readonly JsonObject[] {
  return Array.isArray(result) ? result.filter(isObject) : [];
}
