import { buildOpenApi, invalidInput, type Method, methodList, namedSchemas } from '@veche/contract';
import { exampleOf } from '../../../platform/server/reference/example.ts';
import { type DoorCall, told } from './door.ts';

const document = buildOpenApi({ methods: methodList, named: namedSchemas, version: '0' });

/** An input of a method that its contract takes: the one of the reference page. */
export function rightInput(method: Method): Record<string, unknown> {
  const body = document.paths[`/api/${method.name}`]?.post?.requestBody.content['application/json'].schema;
  return exampleOf(body ?? {}, document.components.schemas) as Record<string, unknown>;
}

/** Of these at least one is refused by whatever a field may be. */
const wrongValues: readonly unknown[] = [[[null]], { wrong: true }, 'x'.repeat(100_000)];

/** One input for each field of a method, right but for that field, and one with a field that there is not. */
export function wrongInputs(method: Method): { field: string; input: object }[] {
  const right = rightInput(method);
  const { shape } = method.input as unknown as { shape: Record<string, Method['input']> };
  const wrong = Object.entries(shape).flatMap(([field, schema]) => {
    const value = wrongValues.find((one) => !schema.safeParse(one).success);
    return value === undefined ? [] : [{ field, input: { ...right, [field]: value } }];
  });
  return [...wrong, { field: 'misspelt', input: { ...right, misspelt: 1 } }];
}

/** Wrong inputs of a method that a door does not refuse as the contract says, in words; none is well. */
export async function wronglyTaken(call: DoorCall, method: Method): Promise<string[]> {
  const faults: string[] = [];
  for (const { field, input } of wrongInputs(method)) {
    const expected = await told(Promise.reject(refusalOf(method, input)));
    const said = await told(call(method.name, input));
    const named = (said as { field?: string }).field ?? '';
    if (JSON.stringify(said) !== JSON.stringify(expected)) faults.push(`${field}: ${JSON.stringify(said)}`);
    else if (named !== field && !named.startsWith(`${field}.`))
      faults.push(`${field}: another field is named: ${named}`);
  }
  return faults;
}

function refusalOf(method: Method, input: object): Error {
  const parsed = method.input.safeParse(input);
  return parsed.success ? new Error('the contract takes this') : invalidInput(parsed.error);
}
