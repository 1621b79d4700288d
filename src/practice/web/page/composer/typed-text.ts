import type { Channel, Person } from '../../protocol.ts';

type Named = { readonly people: readonly Person[]; readonly channels: readonly Channel[] };

/**
 * What a person typed, as it goes to the server: `@ana` and `#ops` become the tokens that stand for a mention if there is such a
 * person or channel, at the end of a word. All else stays as it is.
 */
export function typedToSent(typed: string, { people, channels }: Named): string {
  return typed.replace(
    /(^|[\s([{"'])([@#])([\p{L}\p{N}._-]+)/gu,
    (whole, before: string, sign: string, rest: string) => {
      // "@ana." ends a sentence; the handle itself may hold dots.
      for (let length = rest.length; length > 0; length -= 1) {
        if (length < rest.length && !/^[._-]*$/.test(rest.slice(length))) break;
        const name = rest.slice(0, length).toLowerCase();
        const token =
          sign === '@'
            ? people.find((person) => person.name.toLowerCase() === name && !person.isDeactivated)
            : channels.find((channel) => channel.type !== 'im' && channel.name.toLowerCase() === name);
        if (token !== undefined) return `${before}<${sign}${token.id}>${rest.slice(length)}`;
      }
      return whole;
    },
  );
}

/** A message's own text, as one types it: for editing it. */
export function sentToTyped(text: string, { people, channels }: Named): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id: string) =>
      named('@', whole, people.find((person) => person.id === id)?.name),
    )
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id: string) =>
      named('#', whole, channels.find((channel) => channel.id === id)?.name),
    )
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const named = (sign: string, token: string, name: string | undefined): string =>
  name === undefined ? token : `${sign}${name}`;
