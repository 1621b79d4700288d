import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { Refusal } from '../refusal.ts';
import { userShape } from '../shapes.ts';
import type { State, UserGroup } from '../state.ts';
import { flag, method, page, paging, text, type Method } from './method.ts';

/** users.info, users.list, usergroups.list, usergroups.users.list */
export const userMethods: Record<string, Method> = {
  'users.info': method({ scopes: ['users:read'] }, z.object({ user: text }), ({ state, scopes }, args) => {
    const user = state.users.get(args.user);
    if (user === undefined) throw new Refusal('user_not_found');
    return { user: userShape(user, state.team.id, scopes.has('users:read.email')) };
  }),

  'users.list': method({ scopes: ['users:read'] }, z.object(paging), ({ state, scopes }, args) => {
    const { items, response_metadata } = page([...state.users.values()], args);
    const members = items.map((user) => userShape(user, state.team.id, scopes.has('users:read.email')));
    return { members, cache_ts: state.ids.seconds(), response_metadata };
  }),

  'usergroups.list': method(
    { scopes: ['usergroups:read'] },
    z.object({
      include_users: flag.optional(),
      include_count: flag.optional(),
      include_disabled: flag.optional(),
    }),
    ({ state }, args) => {
      needPaidPlan(state);
      const groups = [...state.userGroups.values()].filter(
        (group) => !group.disabled || args.include_disabled === true,
      );
      return {
        usergroups: groups.map((group) => ({
          ...groupShape(state, group),
          ...(args.include_users === true ? { users: [...group.users] } : {}),
          ...(args.include_count === true ? { user_count: group.users.length } : {}),
        })),
      };
    },
  ),

  'usergroups.users.list': method(
    { scopes: ['usergroups:read'] },
    z.object({ usergroup: text, include_disabled: flag.optional() }),
    ({ state }, args) => {
      needPaidPlan(state);
      const group = state.userGroups.get(args.usergroup);
      if (group === undefined || (group.disabled && args.include_disabled !== true)) {
        throw new Refusal('no_such_subteam');
      }
      return { users: [...group.users] };
    },
  ),
};

function needPaidPlan(state: State): void {
  if (state.team.plan === 'free') throw new Refusal('plan_upgrade_required');
}

function groupShape(state: State, group: UserGroup): JsonObject {
  return {
    id: group.id,
    team_id: state.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_delete: group.disabled ? 1 : 0,
    auto_type: null,
  };
}
