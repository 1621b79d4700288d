import type { Kysely } from 'kysely';

/**
 * The tables, the same in both engines. Times are epoch milliseconds; a column called `content`, `document`, `operation`,
 * `card`, `outcome` or `words` holds JSON text, since PostgreSQL's text takes no NUL and engines say what they like.
 */
export type Tables = {
  plans: {
    id: string;
    revision: number;
    state: string;
    expires_at: number;
    content: string; // what never changes
    card: string | null;
    decided_by: string | null;
    decided_at: number | null;
    outcome: string | null;
    replaced_by: string | null;
  };
  attempts: {
    id: string;
    plan_id: string;
    seq: number;
    operation: string;
    state: string;
    begun_at: number;
    ended_at: number | null;
    words: string;
  };
  rollouts: {
    id: string;
    plan_id: string;
    cluster: string;
    started_at: number;
    ended_at: number | null;
    document: string;
  };
  releases: {
    plan_id: string;
    service_id: string;
    cluster: string;
    at: number;
    requester: string;
    command: string;
    before_hash: string;
    after_hash: string;
    payload: string; // id in `sealed`
  };
  sealed: { id: string; nonce: string; ciphertext: string; expires_at: number };
  deliveries: { id: string; seen_at: number };
};

export type Database = Kysely<Tables>;
