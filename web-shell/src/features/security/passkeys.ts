import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser';
import type { IdentityProof, OutputOf, passkeys } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Shell } from '../../state/shell.ts';
import { callByHttp } from '../../state/api.ts';
import { deviceName } from '../sign-in/device-name.ts';

/** Whether this browser can make and show passkeys. */
export const canUsePasskeys = browserSupportsWebAuthn;

/** Whether the person closed the browser's own window, or another question took its place: nothing went wrong. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}

/** Whether the device has a passkey for this account already. */
export function isMadeAlready(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidStateError';
}

type RequestOptions = OutputOf<typeof passkeys.beginSignIn>['options'];

async function show(optionsJSON: RequestOptions, useBrowserAutofill = false) {
  // The field stands in a shadow root, where the library does not look for it.
  const shown = await startAuthentication({ optionsJSON, useBrowserAutofill, verifyBrowserAutofillInput: false });
  const { id, rawId, response } = shown;
  return { id, rawId, type: 'public-key', response } as const;
}

/** Signs in by whichever passkey the person picks. */
export async function signInByPasskey(): Promise<void> {
  const { options } = await callByHttp('passkeys.beginSignIn', {});
  await enter(options, false);
}

async function enter(options: RequestOptions, isOffered: boolean): Promise<void> {
  const response = await show(options, isOffered);
  const device = deviceName(navigator.userAgent);
  await callByHttp('passkeys.signIn', { response, device, transport: 'cookie' });
}

/** Before the challenge is too old. */
const OFFER_AGAIN_MS = 4 * 60_000;

/**
 * Offers passkeys where the browser fills in the field, for as long as the page asks for a number; `entered` is told of
 * a sign-in, `failed` of a passkey that was refused. Answers the way to stop.
 */
export function offerPasskeys({ entered, failed }: { entered(): void; failed(error: unknown): void }): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const offer = async (): Promise<void> => {
    if (isStopped || !(await browserSupportsWebAuthnAutofill())) return;
    // A server without passkeys refuses this: there is then nothing to offer.
    const begun = await callByHttp('passkeys.beginSignIn', {}).catch(() => null);
    if (begun === null || isStopped) return;
    // Asking anew takes back what was asked before.
    timer = setTimeout(() => void offer(), OFFER_AGAIN_MS);
    await enter(begun.options, true).then(entered, (error: unknown) => {
      // Nobody asked for anything yet: what the browser could not do is no news, what the server refused is.
      if (!isStopped && error instanceof VecheError) failed(error);
    });
  };
  void offer();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    WebAuthnAbortService.cancelCeremony();
  };
}

/** Makes a passkey on this device, or on one that the person picks. */
export async function addPasskey({ client }: Shell, proof: IdentityProof | null): Promise<void> {
  const { options } = await client.call('passkeys.beginRegistration', proof === null ? {} : { proof });
  const { id, rawId, response } = await startRegistration({ optionsJSON: options });
  const { clientDataJSON, attestationObject, transports = [] } = response;
  await client.call('passkeys.finishRegistration', {
    name: deviceName(navigator.userAgent),
    response: { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } },
  });
}

/** Shows by a passkey that the person is there. */
export async function proveByPasskey(shell: Shell): Promise<IdentityProof> {
  return { by: 'passkey', response: await showOwnPasskey(shell) };
}

/** The answer of an own passkey to a challenge of this session. */
export async function showOwnPasskey({ client }: Shell) {
  const { options } = await client.call('passkeys.beginCheck', {});
  return show(options);
}
