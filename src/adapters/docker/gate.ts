/** Lets at most `places` pieces of work run at once; the others wait in line. */
export function gateOf(places: number): <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T> {
  let free = places;
  const line: (() => void)[] = [];
  const enter = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leaveLine = (): void => {
        line.splice(line.indexOf(next), 1);
        reject(signal.reason);
      };
      const next = (): void => {
        signal.removeEventListener('abort', leaveLine);
        resolve();
      };
      line.push(next);
      signal.addEventListener('abort', leaveLine, { once: true });
    });
  };
  const leave = (): void => {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (signal, work) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
