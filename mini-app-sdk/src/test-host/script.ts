import {
  bridgeMethods,
  type BridgeMethodName,
  type BridgeParams,
  type BridgeResult,
  type ErrorCode,
} from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Methods, Stage } from './methods.ts';

export type Answer<Name extends BridgeMethodName> =
  BridgeResult<Name> | ((params: BridgeParams<Name>) => BridgeResult<Name> | Promise<BridgeResult<Name>>);

type Play = (params: object) => unknown;

/** What covers the app's page until it is answered. */
const covering: readonly string[] = ['ui.showPopup', 'ui.addToHomeScreen', 'app.share'];

/** What a test tells the host to answer, and the host's own answers for the rest. */
export function createScript(stage: Stage, own: Methods) {
  const told = new Map<string, Play>();
  const checked = (method: BridgeMethodName, result: unknown): object => {
    const { data, error } = bridgeMethods[method].result.safeParse(result);
    if (data === undefined) throw new Error(`${method} has no such result: ${error?.message ?? ''}`);
    return data;
  };
  const call = async (name: string, params: object): Promise<object> => {
    if (!isMethod(name)) throw new VecheError('unknown_method', `This shell has no ${name}.`);
    const field = wrongField(name, params);
    if (field !== null) throw new VecheError('invalid_input', `${field} has a wrong value.`, { field });
    const scripted = told.get(name);
    if (scripted === undefined) return checked(name, await (own[name] as Play)(params));
    if (!covering.includes(name)) return checked(name, await scripted(params));
    if (stage.isCovered) throw new VecheError('conflict', 'Something else is shown over the app.');
    stage.isCovered = true;
    try {
      return checked(name, await scripted(params));
    } finally {
      stage.isCovered = false;
    }
  };
  return {
    call,
    answer<Name extends BridgeMethodName>(method: Name, answer: Answer<Name>): void {
      if (typeof answer === 'function') told.set(method, answer as Play);
      else {
        const result = checked(method, answer);
        told.set(method, () => result);
      }
    },
    refuse(method: BridgeMethodName, code: ErrorCode, message = 'A test refuses this.'): void {
      told.set(method, () => {
        throw new VecheError(code, message);
      });
    },
    restore: (method: BridgeMethodName): void => void told.delete(method),
  };
}

function isMethod(name: string): name is BridgeMethodName {
  return Object.hasOwn(bridgeMethods, name);
}

/** Name of the first wrong field, as the shell's own guards name it: what there is no such field of comes first. */
function wrongField(method: BridgeMethodName, params: object): string | null {
  const { error } = bridgeMethods[method].params.safeParse(params);
  if (error === undefined) return null;
  const unknown = error.issues.find(({ code, path }) => code === 'unrecognized_keys' && path.length === 0);
  if (unknown?.code === 'unrecognized_keys') return unknown.keys[0] ?? null;
  return String(error.issues[0]?.path[0]);
}
