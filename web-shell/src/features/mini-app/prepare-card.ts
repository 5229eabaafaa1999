import type { Shell } from '../../state/shell.ts';

/** Asks whether the app may suggest a card; answers the picture of its bundle, as a file to show and to send. */
export async function prepareCard(
  client: Shell['client'],
  launchId: string,
  path: string | null,
): Promise<File | null> {
  const { picture } = await client.call('apps.prepareCard', { launchId, ...(path !== null && { picture: path }) });
  if (path === null || picture === undefined) return null;
  const bytes = Uint8Array.from(atob(picture.contentBase64), (character) => character.charCodeAt(0));
  return new File([bytes], path.split('/').at(-1)!, { type: picture.contentType });
}
