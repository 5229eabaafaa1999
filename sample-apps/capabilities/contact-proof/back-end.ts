import { replaysInMemory, VecheError, verifyContact } from '@veche/mini-app-sdk';

/** The app's own server: answers the number that a proof is of, once. `token` is the app's, which no page may know. */
export function createBackEnd(token: string): (request: Request) => Promise<Response> {
  const replays = replaysInMemory();
  const headers = { 'access-control-allow-origin': '*' };
  return async (request) => {
    try {
      const { phoneNumber } = await verifyContact(await request.text(), { token, replays });
      return new Response(phoneNumber, { headers });
    } catch (error) {
      if (error instanceof VecheError) return new Response(error.code, { status: 403, headers });
      throw error;
    }
  };
}
