import type { apps as contract, Manifest, OutputOf } from '@veche/contract';
import { appBundle } from './app-bundle.ts';
import type { TestPerson } from './server.ts';

type Request = Manifest['scopes'][number];

/** What a manifest says of a scope, with words of its own. */
export const wants = (scope: Request['scope'], changes: Partial<Request> = {}): Request => ({
  scope,
  purpose: { ru: `Зачем: ${scope}`, en: `What for: ${scope}` },
  retention_days: 30,
  ...changes,
});

/** Publishes an app that declares these scopes; each version is a release of its own. Answers what publishing does. */
export async function publishAsking(
  developer: TestPerson,
  slug: string,
  scopes: readonly Request[],
  changes: Partial<Pick<Manifest, 'bot' | 'version' | 'launch_form'>> = {},
): Promise<OutputOf<typeof contract.publish>> {
  return developer.call('apps.publish', appBundle(slug, {}, { scopes: [...scopes], ...changes }));
}

/** Opens it and answers the id of the launch. */
export async function launchOf(person: TestPerson, app: string): Promise<string> {
  return (await person.call('apps.launch', { app })).launchId;
}
