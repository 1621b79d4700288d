import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Act, Answer, Channel, Message, Person, Workspace } from '../protocol.ts';

/**
 * What every part of the page knows and can do. It is a new value whenever something in it has changed, so that a component that
 * uses it is drawn again.
 */
export type World = {
  readonly workspace: Workspace;
  /** The person who looks. */
  readonly me: Person;
  readonly people: readonly Person[];
  /** By id; undefined for one that the person does not see. */
  readonly person: (id: string) => Person | undefined;
  readonly channels: readonly Channel[];
  readonly channel: (id: string) => Channel | undefined;
  /** Does it as this person. Never rejects: a server that is gone is `ok: false` too. */
  readonly act: (act: Act) => Promise<Answer>;
  /** Brings a file to the workspace; the result is its id, for `say` and for a form's file input. */
  readonly upload: (file: File) => Promise<Answer>;
  /** Where a file's bytes are. */
  readonly fileUrl: (id: string) => string;
  /** Says something in passing, such as an error that belongs to no place. Read out by screen readers. */
  readonly tell: (words: string) => void;
  /** Goes to a channel, a direct message, or a message in one. */
  readonly open: (place: { readonly channel: string; readonly ts?: string }) => void;
  /** All messages that the person sees, by channel, oldest first. */
  readonly messages: (channel: string) => readonly Message[];
};

/** Provided at the root of the page, once the first feed has come. */
export const WorldContext = createContext<World | undefined>(undefined);

/** @throws Error outside of the root, which is a mistake in the page. */
export function useWorld(): World {
  const world = useContext(WorldContext);
  if (world === undefined) throw new Error('there is no world here');
  return world;
}
