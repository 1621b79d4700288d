/** Practice cannot start, for a reason that the one who starts it can mend: the message says it, and the next step. */
export class PracticeRefusal extends Error {
  override name = 'PracticeRefusal';
}
