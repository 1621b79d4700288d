import type { z } from 'zod';
import type { ServiceSpec } from '../swarm/spec.ts';

/** A kind of value: how its text is read, and how a value is written again. One per sort of thing, in `kinds.ts`. */
export type Kind<T> = {
  /** What usage prints for the value: `N`, `DURATION`, `IMAGE`. Empty for a flag that takes none. */
  readonly hint: string;
  /** What a value is, for people: `the name of a service`. */
  readonly inWords?: string;
  /** Text to value. Digits are matched before they are numbers. Its messages say what was expected. */
  readonly schema: z.ZodType<T, string>;
  /** A method, so that tables of different kinds are one type (bivariance). */
  format(value: T): string;
  readonly choices?: readonly string[];
  /** Values are names from the live cluster: slips are answered with the nearest one. */
  readonly live?: 'service' | 'node';
};

/** One row of a command's parameter table. From it derive parsing, validation, usage, help, completion, modals and docs. */
export type Param<T = unknown> = {
  readonly kind: Kind<T>;
  /** An argument by place (in table order); a flag otherwise. A `rest` argument takes all that are left. */
  readonly at?: 'place' | 'rest';
  readonly required?: boolean;
  readonly short?: string; // one letter
  /** Other names, for the `key=value` words of chat: `delay` for `update-delay`. They work as flags too. */
  readonly aliases?: readonly string[];
  readonly repeated?: boolean;
  readonly meaning: string;
  readonly since?: string; // the engine API version that knows it
  /** The edit of the spec that this value makes. Pure. A method for the same reason as `format`. */
  edit?(spec: ServiceSpec, value: T): ServiceSpec;
  /** Shown in the modal of Change and of shortcuts. */
  readonly inForm?: boolean;
};

export type ParamTable = Readonly<Record<string, Param>>;

/** The typed arguments of a table: required ones are there, repeated ones are lists. A table is written with `satisfies`. */
export type Args<P extends ParamTable> = {
  readonly [K in keyof P as IsThere<P[K]> extends true ? K : never]: ArgOf<P[K]>;
} & {
  readonly [K in keyof P as IsThere<P[K]> extends true ? never : K]?: ArgOf<P[K]>;
};
type IsThere<X> = X extends { required: true } | { repeated: true } | { at: 'rest' } ? true : false;
type ValueOf<X> = X extends { kind: Kind<infer T> } ? T : never;
type ArgOf<X> = X extends { repeated: true } | { at: 'rest' } ? readonly ValueOf<X>[] : ValueOf<X>;

/** Arguments as text, by parameter name: what a plan keeps, so that it can be planned again. Flags without value are `true`. */
export type RawArgs = Readonly<Record<string, string | string[] | boolean>>;
