/** What went wrong, as a stable word that tests, audit and callers decide by. Words for people are in the message. */
export type UserErrorCode =
  | 'usage' // the words could not be understood
  | 'bad-value' // a value is out of its range or form
  | 'not-found' // no such service, node, plan...
  | 'ambiguous' // more than one thing fits
  | 'nothing-to-do' // the change changes nothing
  | 'not-possible' // understood, but this object cannot do it (a global service scaled)
  | 'not-allowed' // the person, the channel or the cluster is not on the list
  | 'not-yours' // somebody else's plan
  | 'not-in-channel' // the bot is not a member there
  | 'decided' // the plan has been decided already
  | 'expired' // the plan is too old
  | 'engine'; // the engine refused or could not be asked: see EngineError

/**
 * A failure that a person can understand and act on. Anything else that is thrown is a bug.
 * `next` is the step that mends it, one sentence.
 */
export class UserError extends Error {
  readonly code: UserErrorCode;
  readonly next: string | undefined;
  constructor(code: UserErrorCode, message: string, next?: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.next = next;
  }
}

/** Why a call to the engine failed. Decided by HTTP code first, by the engine's words second. */
export type EngineErrorReason =
  | 'unreachable' // no endpoint took the connection
  | 'lost-answer' // the request may have arrived, the answer did not (reset, timeout, truncated)
  | 'not-manager'
  | 'not-in-swarm'
  | 'no-leader' // quorum lost or an election
  | 'not-found'
  | 'out-of-sequence' // somebody wrote the object in between
  | 'conflict' // name or port taken
  | 'refused' // any other refusal by the engine
  | 'bad-answer' // the answer does not have the documented shape
  | 'too-old'; // the engine's API lacks what was asked

/** The engine refused or could not be asked. `words` are the engine's own, in full; empty when it said none. */
export class EngineError extends UserError {
  readonly reason: EngineErrorReason;
  readonly words: string;
  readonly status: number | undefined;
  constructor(args: {
    reason: EngineErrorReason;
    message: string;
    words?: string;
    status?: number;
    next?: string;
  }) {
    super('engine', args.message, args.next);
    this.name = 'EngineError';
    this.reason = args.reason;
    this.words = args.words ?? '';
    this.status = args.status;
  }

  /** True when a write may have happened although no answer says so. */
  get mayHaveHappened(): boolean {
    return this.reason === 'lost-answer' || this.reason === 'bad-answer';
  }
}
