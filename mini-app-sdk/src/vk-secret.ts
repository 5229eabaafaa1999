const encoder = new TextEncoder();

/**
 * The secret under which an app of the VK dialect gets its launch parameters signed, worked out from the app's token:
 * set it where the app's server keeps the protected key. `sign` is then checked as ever.
 *
 * @example
 * const secret = await vkSecretOf('4242:secret-of-the-app');
 * console.assert(secret.length === 43);
 */
export async function vkSecretOf(token: string): Promise<string> {
  const launchKey = await hmac(encoder.encode('WebAppData'), token);
  const secret = await hmac(launchKey, 'VK launch parameters');
  const text = btoa(String.fromCharCode(...secret));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function hmac(secret: BufferSource, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}
