import type { BridgeResult } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * What the manifest declares, and whether the person would be asked for it: nothing is read, and nobody is asked.
 *
 * @example
 * const scopes = await listScopes(veche);
 * const mayHaveNumber = scopes.some(({ scope, isGranted }) => scope === 'phoneNumber' && isGranted);
 * console.assert(!mayHaveNumber);
 */
export async function listScopes(veche: Veche): Promise<BridgeResult<'people.listScopes'>['scopes']> {
  return (await veche.request('people.listScopes', {})).scopes;
}
