import { useCallback, useEffect, useState } from 'preact/hooks';
import { hashOf, placeOf, type Place } from './place.ts';

/** The place in the address, and the way to another one. */
export function usePlace(): readonly [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const moved = (): void => setPlace(placeOf(location.hash));
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  const go = useCallback((next: Place) => {
    if (hashOf(next) !== location.hash) location.hash = hashOf(next);
    else setPlace(placeOf(location.hash));
  }, []);
  return [place, go];
}
