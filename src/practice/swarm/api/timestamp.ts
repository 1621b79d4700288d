const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** Nanoseconds since 1970, from seconds with a fraction; `fault` in Go's words (`moby api/types/time/timestamp.go`). */
export function parseTimestamp(text: string): { readonly nanos: bigint } | { readonly fault: string } {
  const point = text.indexOf('.');
  const [whole, fraction] = point === -1 ? [text, ''] : [text.slice(0, point), text.slice(point + 1)];
  const fault = faultOf(whole) ?? (point === -1 ? undefined : faultOf(fraction));
  if (fault !== undefined) return { fault };
  const scaled = fraction === '' ? 0n : BigInt(Math.trunc(Number(fraction) * 10 ** (9 - fraction.length)));
  return { nanos: BigInt(whole) * 1_000_000_000n + scaled };
}

/** Why Go's strconv.ParseInt does not read it; undefined when it does. */
function faultOf(text: string): string | undefined {
  const words = `strconv.ParseInt: parsing ${JSON.stringify(text)}`;
  if (!/^[+-]?\d+$/.test(text)) return `${words}: invalid syntax`;
  const value = BigInt(text.replace('+', ''));
  return value < LEAST || value > MOST ? `${words}: value out of range` : undefined;
}
