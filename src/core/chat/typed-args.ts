import { UserError } from '../errors.ts';
import type { Args, Param, ParamTable, RawArgs } from './param.ts';
import { isList } from './table.ts';

/**
 * Arguments as text to typed arguments, by the table. Fails with UserError `bad-value`, naming the parameter; a value that
 * the parser let through fails here only when a stored plan is older than the table.
 */
export function typedArgs<P extends ParamTable>(params: P, raw: RawArgs): Args<P> {
  const typed: Record<string, unknown> = {};
  for (const [name, param] of Object.entries<Param>(params)) {
    const value = typedArg(name, param, raw[name]);
    if (value !== undefined) typed[name] = value;
  }
  return typed as Args<P>;
}

function typedArg(name: string, param: Param, raw: RawArgs[string] | undefined): unknown {
  const many = isList(param);
  if (raw === undefined) {
    if (param.required === true) throw new UserError('usage', `${name} is missing.`);
    return many ? [] : undefined;
  }
  if (typeof raw === 'boolean') return typedValue(name, param, String(raw));
  if (many) return [raw].flat().map((text) => typedValue(name, param, text));
  if (Array.isArray(raw)) throw new UserError('usage', `${name} was given more than once.`);
  return typedValue(name, param, raw);
}

function typedValue(name: string, param: Param, text: string): unknown {
  const parsed = param.kind.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const expected = parsed.error.issues[0]?.message ?? 'not understood';
  throw new UserError('bad-value', `${name}: ${expected}`);
}
