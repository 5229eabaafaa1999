import { AppSlug, type ButtonAction } from '@veche/contract';
import { malformed } from './request/refusal.ts';

type AppAction = Extract<ButtonAction, { kind: 'app' }>;

/** A mini-app of ours by its address `<slug>.apps.<web host>`, with `?startapp=` at most. Throws RequestRefusal. */
export function readAppAction(address: string, webOrigin: string): AppAction {
  if (!URL.canParse(address)) throw malformed('BUTTON_URL_INVALID');
  const app = new URL(address);
  const web = new URL(webOrigin);
  const slug = app.host.endsWith(`.apps.${web.host}`) ? app.host.slice(0, -`.apps.${web.host}`.length) : '';
  if (app.protocol !== web.protocol || !AppSlug.safeParse(slug).success) {
    throw malformed(`web_app addresses must be of a mini-app published here, ${web.protocol}//<app>.apps.${web.host}`);
  }
  const others = [...app.searchParams.keys()].filter((name) => name !== 'startapp');
  if (app.pathname !== '/' || app.hash !== '' || others.length > 0) {
    throw malformed('web_app addresses may carry nothing but ?startapp=');
  }
  const startParam = app.searchParams.get('startapp') ?? '';
  if (!/^[\w-]{0,512}$/.test(startParam))
    throw malformed('startapp may have up to 512 characters A-Z, a-z, 0-9, _ and -');
  return { kind: 'app', app: slug, ...(startParam === '' ? {} : { startParam }) };
}

/** Where a mini-app of ours is found. */
export function toAppAddress({ app, startParam }: Omit<AppAction, 'kind'>, webOrigin: string): string {
  const web = new URL(webOrigin);
  return `${web.protocol}//${app}.apps.${web.host}/${startParam === undefined ? '' : `?startapp=${startParam}`}`;
}
