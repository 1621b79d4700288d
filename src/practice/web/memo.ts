/**
 * Makes something of a source once, and again only when one of the parts that it is made of is another one (by `Object.is`). What
 * it gives is thus the same object as long as nothing has changed, which makes changes cheap to find.
 */
export class Memo<Source extends object, Made> {
  readonly #made = new WeakMap<Source, { parts: readonly unknown[]; made: Made }>();

  get(source: Source, parts: readonly unknown[], make: () => Made): Made {
    const known = this.#made.get(source);
    if (known !== undefined && isSame(known.parts, parts)) return known.made;
    const made = make();
    this.#made.set(source, { parts, made });
    return made;
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (!Object.is(one[at], other[at])) return false;
  return true;
}
