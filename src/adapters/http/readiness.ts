/** Resolves to true when this part is ready; is given up, and counts as not ready, when the signal is aborted. */
export type Check = (signal: AbortSignal) => Promise<boolean>;

/** By name, such as `store`, `slack`, `cluster prod`. The names are shown to whoever asks; reasons belong in the log. */
export type Checks = Readonly<Record<string, Check>>;

export type Readiness = { readonly ready: boolean; readonly checks: Readonly<Record<string, boolean>> };

const PATIENCE_MS = 3_000;

/** Asks all parts at once, each for 3 s at most. Whoever asks while a round is under way gets that round's answer. */
export function readinessOf(checks: Checks, patienceMs = PATIENCE_MS): () => Promise<Readiness> {
  let round: Promise<Readiness> | null = null;
  return () => {
    round ??= askAll(checks, patienceMs).finally(() => {
      round = null;
    });
    return round;
  };
}

async function askAll(checks: Checks, patienceMs: number): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await ask(check, patienceMs)] as const),
  );
  return { ready: answers.every(([, ready]) => ready), checks: Object.fromEntries(answers) };
}

async function ask(check: Check, patienceMs: number): Promise<boolean> {
  const ending = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    ending.abort(new Error('The check took too long.'));
    resolve(false);
  }, patienceMs);
  try {
    return await Promise.race([check(ending.signal), late]);
  } catch {
    return false; // not ready, for whatever reason: the part itself logs it
  } finally {
    clearTimeout(timer);
  }
}
