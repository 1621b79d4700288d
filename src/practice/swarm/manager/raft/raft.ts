/**
 * Who leads, and what a manager can answer: the arithmetic of quorum, without a Raft inside. Every manager sees one and the same
 * store; what differs is whether it may be read and written.
 */
export type Access =
  | { readonly kind: 'granted' }
  /** An election is on: wait, then ask again. */
  | { readonly kind: 'wait' }
  /**
   * No quorum: the engine's words. `proposed`: what was to be written is in the log of the manager that led, and is written after all
   * when there is a quorum again.
   */
  | { readonly kind: 'refused'; readonly words: string; readonly proposed?: true };

export type Raft = {
  /** There was a leader before this raft began: it was saved, and the first leader now takes up the work of one before. */
  readonly isResumed?: boolean;
  /** Node id of the leader; undefined while there is none. */
  readonly leader: () => string | undefined;
  /** What this manager can do now. Without a quorum reads answer from the past for 13 s, then are refused. */
  readonly access: (nodeId: string, intent: 'read' | 'write') => Access;
  /** Called when access may have changed, once each. */
  readonly onChange: (listener: () => void) => void;
  /** An engine went off or came back, was cut off or mended, or changed its role. */
  readonly nodeChanged: () => void;
};

/** Calls back each time another manager leads than before; of the very first leader nobody is told. */
export function onNextLeader(raft: Raft, work: () => void): void {
  let leader = raft.leader();
  raft.onChange(() => {
    const now = raft.leader();
    if (now === undefined || now === leader) return;
    const isFirst = leader === undefined && raft.isResumed !== true;
    leader = now;
    if (!isFirst) work();
  });
}
