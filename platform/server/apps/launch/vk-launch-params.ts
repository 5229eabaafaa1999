import { createHmac } from 'node:crypto';
import type { LaunchFacts } from './launch-data.ts';

/** How a person stands to an app, of what that dialect asks. */
export interface VkStanding {
  /** It is among their own, not there through a chat alone. */
  readonly isOwn: boolean;
  readonly mayNotify: boolean;
}

/** The pairs that an app opened by the VK dialect finds in the query of its address. */
export function vkLaunchParams(facts: LaunchFacts, appId: number, standing: VkStanding): [string, string][] {
  return Object.entries({
    vk_user_id: String(facts.person.id),
    vk_app_id: String(appId),
    vk_is_app_user: '1',
    vk_are_notifications_enabled: standing.mayNotify ? '1' : '0',
    vk_language: facts.language,
    vk_ref: 'other',
    vk_access_token_settings: '',
    vk_platform: 'desktop_web',
    vk_is_favorite: standing.isOwn ? '1' : '0',
    vk_ts: String(Math.floor(facts.at.getTime() / 1000)),
  });
}

/**
 * The query with its `sign`: HMAC-SHA256 over the `vk_*` pairs in the order of their names, base64url.
 * Source: dev.vk.com, "Параметры запуска", and its example.
 */
export function signVkQuery(pairs: readonly (readonly [string, string])[], secret: string): string {
  const signed = pairs.filter(([name]) => name.startsWith('vk_')).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = new URLSearchParams(signed.map(([name, value]) => [name, value])).toString();
  return `${text}&sign=${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** The secret of an app, which its developer works out from the token: `vkSecretOf` of the SDK. */
export function vkSecretOf(launchKey: Uint8Array): string {
  return createHmac('sha256', launchKey).update('VK launch parameters').digest('base64url');
}
