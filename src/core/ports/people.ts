/** What kind of account somebody has. Only a `member` may ever change anything. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';
};

/** Who somebody is. Throws when it cannot be known: callers fail closed. Answers may be up to a minute old. */
export type People = { readonly who: (id: string, signal: AbortSignal) => Promise<Person> };
