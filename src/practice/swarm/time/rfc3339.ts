/** A time as Go writes it into JSON: UTC, nanoseconds without trailing zeros. `ms`: since 1970, with fractions. */
export function rfc3339Nano(ms: number): string {
  const { seconds, nanos } = split(ms);
  const fraction = nanos.replace(/0+$/, '');
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

/** The same with all nine digits, so that texts sort as times do (`moby pkg/jsonmessage`, RFC3339NanoFixed). */
export function rfc3339NanoFixed(ms: number): string {
  const { seconds, nanos } = split(ms);
  return `${seconds}.${nanos}Z`;
}

function split(ms: number): { readonly seconds: string; readonly nanos: string } {
  const second = Math.floor(ms / 1000);
  // a fraction that rounds up to a whole second stays below it, or the text would be a second early
  const nanos = Math.min(Math.round((ms - second * 1000) * 1e6), 999_999_999);
  return {
    seconds: new Date(second * 1000).toISOString().slice(0, 19),
    nanos: String(nanos).padStart(9, '0'),
  };
}
