import { methodList } from '@veche/contract';
import { dialectMethods } from '@veche/server/dialect-methods';

const telegram = new Set([...dialectMethods.telegram, 'file'].map((name) => name.toLowerCase()));
const others = new Set([
  ...methodList.map(({ name }) => name),
  ...dialectMethods.max.map((name) => name.replace(/\{\w+\}/g, '{id}')),
  ...['POST /uploads/{address}', 'GET /files/{address}'],
]);

/** Whether calls are told by this name, in one of the dialects (`bot-call.ts`). */
export function isKnownMethod(name: string): boolean {
  return others.has(name) || telegram.has(name.toLowerCase());
}
