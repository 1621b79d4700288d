/** What the page remembers in this tab alone, over reloads. A browser that forbids it remembers nothing. */
export function remembered(name: string): string | undefined {
  try {
    return sessionStorage.getItem(`practice.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(`practice.${name}`, value);
  } catch {
    // Then it is forgotten with the page.
  }
}
