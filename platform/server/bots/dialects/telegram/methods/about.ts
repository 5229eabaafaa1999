import { toUser } from '../objects.ts';
import type { DialectMethod } from '../method.ts';

export const getMe: DialectMethod = {
  name: 'getMe',
  uses: [],
  run: async ({ call }) => {
    const { bot } = await call('bots.getState', {});
    return {
      ...toUser(bot.account),
      can_join_groups: true,
      can_read_all_group_messages: bot.readsAllGroupMessages,
      supports_inline_queries: bot.inline !== undefined,
      can_connect_to_business: false,
      has_main_web_app: false,
    };
  },
};
