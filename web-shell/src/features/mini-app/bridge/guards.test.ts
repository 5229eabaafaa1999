import { BridgeHello, bridgeMethods, BridgeRequest } from '@veche/contract';
import { bridgeMethodNames, MAX_BRIDGE_MESSAGE_LENGTH } from '@veche/contract/bridge-light';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rightParams } from '../../../../../tests/support/recording-shell.ts';
import { isHello, isRequest, readText, wrongField } from './guards.ts';

const samples: unknown[] = [
  ...['https://example.org/?q=1', 'http://a', 'https://', 'javascript:alert(1)', 'https://a b', 'https://a\n'],
  ...['/c/7', '/a b', '#fcfaf7', '#FCFAF7', 'left', 'light', 'a'.repeat(128), 'a'.repeat(129), 'a'.repeat(4096)],
  ...['https://a.ru/f', 'a'.repeat(4097), ['a', 'b'], ['a b'], [1], [{ id: 'a', kind: 'ok', text: '' }]],
  ...[[{ id: 'a', kind: 'no', text: '' }], Array(4).fill({ id: 'a', kind: 'ok', text: '' }), Array(1025).fill('a')],
  ...[[{ id: 'a', kind: 'ok', text: '', more: 1 }], [null], 'ui'],
  ...['name', 'location', 'passport', 'toString'],
  ...[true, false, null, 0, 1, -1, 1.5, 2 ** 53, '', 'x', 'я'.repeat(64), 'я'.repeat(65), [], {}, { x: 1 }],
];
const anything = fc.oneof(fc.constantFrom(...samples), fc.jsonValue());
const object = (keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys, 'extra', '__proto__', 'constructor'), anything, { noNullPrototype: true });
// In braces: what an assertion returns would be the property's verdict.
const agree = (schemaSays: boolean, guardSays: boolean, value: unknown): void => {
  expect(guardSays, JSON.stringify(value)).toBe(schemaSays);
};

test('the guard of hellos agrees with the contract', () => {
  const nonce = fc.string({ minLength: 14, maxLength: 66 });
  const near = fc.record({ veche: fc.constantFrom('hello', 'welcome'), version: fc.constantFrom(1, 2), nonce });
  const check = (value: Record<string, unknown>) => agree(BridgeHello.safeParse(value).success, isHello(value), value);
  fc.assert(fc.property(fc.oneof(near, object(['veche', 'version', 'nonce'])), check), { numRuns: 500 });
  expect(isHello({ veche: 'hello', version: 1, nonce: 'n'.repeat(24) })).toBe(true);
});

test('the guard of requests agrees with the contract', () => {
  const near = fc.record({ id: fc.constantFrom(0, 1, 7, 2 ** 53, 1.5), method: anything, params: anything });
  const check = (value: Record<string, unknown>) =>
    agree(BridgeRequest.safeParse(value).success, isRequest(value), value);
  fc.assert(fc.property(fc.oneof(near, object(['id', 'method', 'params'])), check), { numRuns: 500 });
  expect(isRequest({ id: 1, method: 'app.ready' })).toBe(true);
});

test.each(bridgeMethodNames)('the guard of %s agrees with the contract', (name) => {
  expect(wrongField[name](rightParams[name])).toBeNull();
  const change = fc.record({ key: fc.constantFrom(...Object.keys(rightParams[name]), 'extra'), value: anything });
  const check = ({ key, value }: { key: string; value: unknown }) => {
    const params = { ...rightParams[name], [key]: value };
    agree(bridgeMethods[name].params.safeParse(params).success, wrongField[name](params) === null, params);
  };
  fc.assert(fc.property(change, check), { numRuns: 300 });
});

test('the guard names the wrong field', () => {
  expect(wrongField['people.getAttributes']({ scope: 'name', launchId: 'of another app' })).toBe('launchId');
  expect(wrongField['ui.setMainButton']({ ...rightParams['ui.setMainButton'], isBusy: 'no' })).toBe('isBusy');
  expect(wrongField['ui.setBackButton']({ isVisible: true, onclick: 'x' })).toBe('onclick');
});

test.each(['photo\u202egpj.exe', 'a/b.txt', '..', 'a\nb.txt', 'C:\\a.txt'])(
  '%j is no name for a downloaded file',
  (fileName) => {
    expect(wrongField['app.download']({ ...rightParams['app.download'], fileName })).toBe('fileName');
  },
);

test('only JSON text of an object within the limit is read', () => {
  for (const data of [null, 1, {}, [], '[]', '"x"', 'null', '{', new ArrayBuffer(8)]) expect(readText(data)).toBeNull();
  const fill = (length: number) => JSON.stringify({ x: 'a'.repeat(length - 8) });
  expect(readText(fill(MAX_BRIDGE_MESSAGE_LENGTH))).not.toBeNull();
  expect(readText(fill(MAX_BRIDGE_MESSAGE_LENGTH + 1))).toBeNull();
});

test('a prototype in the text stays a plain field', () => {
  const value = readText('{"__proto__":{"isAdmin":true},"id":1,"method":"app.ready"}')!;
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  expect(isRequest(value)).toBe(false);
});
