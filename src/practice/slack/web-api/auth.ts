import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { method, text, type Method } from './method.ts';

/** auth.test, apps.connections.open, team.info, bots.info */
export const authMethods: Record<string, Method> = {
  'auth.test': method({}, z.object({}), ({ state }) => ({
    url: `https://${state.team.domain}.slack.com/`,
    team: state.team.name,
    user: state.app.name,
    team_id: state.team.id,
    user_id: state.app.botUserId,
    bot_id: state.app.botId,
    is_enterprise_install: false,
  })),

  'apps.connections.open': method({ token: 'app' }, z.object({}), ({ socketMode }) => ({
    url: socketMode.openUrl(),
  })),

  'team.info': method({ scopes: ['team:read'] }, z.object({}), ({ state }) => ({
    team: {
      id: state.team.id,
      name: state.team.name,
      url: `https://${state.team.domain}.slack.com/`,
      domain: state.team.domain,
      email_domain: '',
      icon: { image_default: true },
    },
  })),

  'bots.info': method({ scopes: ['users:read'] }, z.object({ bot: text.optional() }), ({ state }, args) => {
    if (args.bot !== undefined && args.bot !== state.app.botId) throw new Refusal('bot_not_found');
    return {
      bot: {
        id: state.app.botId,
        deleted: false,
        name: state.app.name,
        updated: 0,
        app_id: state.app.id,
        user_id: state.app.botUserId,
        icons: {},
      },
    };
  }),
};
