import type { LaunchFacts, LaunchKeys } from './launch-data.ts';
import { hashOf, userOf } from './launch-data.ts';

/** The chat as the MAX dialect names it; told only where the app's own bot is in it and knows it anyway. */
export interface MaxChat {
  readonly id: number;
  readonly type: 'DIALOG' | 'CHAT' | 'CHANNEL';
}

/** Launch data in the form of MAX: the same `hash`, other pairs. Source: dev.max.ru/docs/webapps/validation. */
export function signMaxLaunchData(
  facts: LaunchFacts,
  chat: MaxChat | undefined,
  { launchKey }: Pick<LaunchKeys, 'launchKey'>,
): string {
  const pairs: [string, string][] = [
    ['query_id', facts.launchId],
    ['user', JSON.stringify({ ...userOf(facts), photo_url: null })],
    ...(chat === undefined ? [] : [['chat', JSON.stringify(chat)] as [string, string]]),
    ...(facts.startParam === undefined ? [] : [['start_param', facts.startParam] as [string, string]]),
    ['auth_date', String(Math.floor(facts.at.getTime() / 1000))],
  ];
  return new URLSearchParams([...pairs, ['hash', hashOf(pairs, launchKey)]]).toString();
}
