import type { JsonObject } from '../slack/json.ts';

/** Menus whose options are remembered at once. */
const menusKept = 100;
const optionsKept = 1_000;

/** One menu on somebody's screen. */
export type Menu = { readonly person: string; readonly place: string; readonly blockId: string };

/**
 * What apps have offered in external menus: a form that is sent names the options by value only, and Slack hands the app the
 * whole option. The newest are remembered.
 */
export class Offers {
  readonly #byMenu = new Map<string, Map<string, JsonObject>>();

  remember(menu: Menu, options: readonly JsonObject[]): void {
    const key = JSON.stringify([menu.person, menu.place, menu.blockId]);
    const known = this.#byMenu.get(key) ?? new Map<string, JsonObject>();
    for (const option of options) {
      const value = JSON.stringify(option['value']);
      known.delete(value);
      known.set(value, option);
    }
    forgetOldest(known, optionsKept);
    this.#byMenu.delete(key);
    this.#byMenu.set(key, known);
    forgetOldest(this.#byMenu, menusKept);
  }

  of(menu: Menu): JsonObject[] {
    const known = this.#byMenu.get(JSON.stringify([menu.person, menu.place, menu.blockId]));
    return known === undefined ? [] : [...known.values()];
  }
}

/** A map keeps its keys in the order in which they came. */
function forgetOldest<T>(map: Map<string, T>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
