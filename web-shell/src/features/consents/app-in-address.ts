import type { AppId } from '@veche/contract';

/** The app that the page is opened for, or null: `/settings/consents?app=<id>`. */
export function appInAddress(): AppId | null {
  const text = new URLSearchParams(location.search).get('app');
  return text !== null && /^[1-9]\d{0,15}$/.test(text) ? (Number(text) as AppId) : null;
}
