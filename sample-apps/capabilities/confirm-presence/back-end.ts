import { VecheError, verifyPresence } from '@veche/mini-app-sdk';

/**
 * The app's own server: what is confirmed it words itself, takes once, and believes by a signature of Veche alone. `keys`
 * stand at `/.well-known/veche-launch-keys.json`.
 */
export function createBackEnd(keys: readonly JsonWebKey[]): (request: Request) => Promise<Response> {
  const open = new Set<string>();
  const headers = { 'access-control-allow-origin': '*' };
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/challenge') {
      const words = searchParams.get('language') === 'ru' ? 'Отправить заявление на пропуск' : 'Send the application';
      const challenge = `${words} (${crypto.randomUUID().slice(0, 8)})`;
      open.add(challenge);
      return new Response(challenge, { headers });
    }
    const { challenge, proof } = (await request.json()) as { challenge: string; proof: string };
    if (!open.delete(challenge)) return new Response(null, { status: 403, headers });
    try {
      await verifyPresence(proof, { keys, app: 'sample-confirm-presence', challenge });
      return new Response(null, { status: 204, headers });
    } catch (error) {
      if (error instanceof VecheError) return new Response(error.code, { status: 403, headers });
      throw error;
    }
  };
}
