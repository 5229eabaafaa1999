/** What a bot's page shows. */
export const tabs = ['overview', 'updates', 'calls', 'dead'] as const;
export type Tab = (typeof tabs)[number];

export const BOTS_PATH = '/settings/bots';

/** The bot and the tab that the address names. */
export function readBotPlace(search: string): { botId: number | null; tab: Tab } {
  const query = new URLSearchParams(search);
  const id = query.get('bot') ?? '';
  return {
    botId: /^[1-9]\d{0,15}$/.test(id) ? Number(id) : null,
    tab: tabs.find((name) => name === query.get('tab')) ?? 'overview',
  };
}

export function botPath(botId: number, tab: Tab = 'overview'): string {
  return `${BOTS_PATH}?bot=${botId}${tab === 'overview' ? '' : `&tab=${tab}`}`;
}
