/** At which byte Go's standard decoder gives a text up; undefined when it is base64 (`go encoding/base64`, decodeQuantum). */
export function base64Fault(text: string): number | undefined {
  const source = Buffer.from(text);
  const isNewline = (at: number): boolean => source[at] === 10 || source[at] === 13;
  let at = 0;
  for (;;) {
    let digits = 0;
    while (digits < 4) {
      if (at === source.length) return digits === 0 ? undefined : at - digits;
      const c = String.fromCharCode(source[at++] ?? 0);
      if (/[A-Za-z0-9+/]/.test(c)) digits++;
      else if (c === '=' && digits >= 2) break;
      else if (c !== '\n' && c !== '\r') return at - 1;
    }
    if (digits === 4) continue;
    if (digits === 2) {
      while (isNewline(at)) at++;
      if (at === source.length) return at;
      if (source[at] !== 0x3d) return at - 1;
      at++;
    }
    while (isNewline(at)) at++;
    return at < source.length ? at : undefined;
  }
}
