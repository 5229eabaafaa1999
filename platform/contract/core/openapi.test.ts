import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { methodList } from '../methods.ts';
import { namedSchemas } from '../named-schemas.ts';
import { commonErrors, defineMethod } from './define-method.ts';
import { ErrorBody, ErrorCode, httpStatus } from './errors.ts';
import { buildOpenApi, type OpenApiDocument } from './openapi.ts';

const named = [{ name: 'ErrorBody', schema: ErrorBody }];
let document: OpenApiDocument;
beforeAll(() => {
  document = buildOpenApi({ methods: methodList, named: namedSchemas, version: '0.1.0' });
});

const copy = () => structuredClone(document) as OpenApiDocument & Record<string, unknown>;

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(copy());
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('the validator does refuse a broken document', async () => {
  const broken = copy();
  broken.paths['/api/chats.list'] = { post: 'none' as never };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test('every method is there once, called with POST', () => {
  expect(Object.keys(document.paths)).toEqual(methodList.map((method) => `/api/${method.name}`));
  for (const method of methodList) expect(document.paths[`/api/${method.name}`]?.post.operationId).toBe(method.name);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
  expect(references.length).toBeGreaterThan(100);
  for (const reference of new Set(references)) {
    const target = reference
      .split('/')
      .reduce<unknown>((place, key) => (place as Record<string, unknown> | undefined)?.[key], document);
    expect(target, reference).toBeDefined();
  }
});

test('each method answers exactly the codes it states and the common ones, under their statuses', () => {
  for (const method of methodList) {
    const { responses, 'x-errors': codes } = document.paths[`/api/${method.name}`]!.post;
    expect(new Set(codes)).toEqual(new Set([...method.errors, ...commonErrors]));
    const statuses = new Set(['200', ...codes.map((code) => String(httpStatus[code]))]);
    expect(new Set(Object.keys(responses))).toEqual(statuses);
  }
});

test('the table of errors is total', () => {
  expect(Object.keys(document['x-errors']).sort()).toEqual([...ErrorCode.options].sort());
});

test('public methods ask for no token, those of bots take no cookie', () => {
  const security = (name: string) => document.paths[`/api/${name}`]?.post.security;
  expect(security('identity.requestCode')).toEqual([]);
  expect(security('chats.list')).toEqual([{ bearer: [] }, { cookie: [] }]);
  expect(security('bots.getUpdates')).toEqual([{ bearer: [] }]);
});

test('strict inputs refuse unknown fields, answers may gain some', () => {
  const { requestBody, responses } = document.paths['/api/chats.list']!.post;
  expect(requestBody.content['application/json'].schema.additionalProperties).toBe(false);
  const done = responses['200'];
  expect(done !== undefined && 'content' in done && done.content['application/json'].schema).not.toHaveProperty(
    'additionalProperties',
  );
});

test('a body is needed only where a field is', () => {
  expect(document.paths['/api/identity.me']?.post.requestBody.required).toBe(false);
  expect(document.paths['/api/messages.send']?.post.requestBody.required).toBe(true);
});

test('a default makes a field optional in the input', () => {
  const schema = document.paths['/api/chats.list']?.post.requestBody.content['application/json'].schema;
  expect(schema?.required ?? []).not.toContain('limit');
  expect(schema?.properties?.['limit']).toMatchObject({ default: 50, maximum: 100 });
});

test('limits of a method are stated, its own or the usual ones', () => {
  const of = (name: string) => document.paths[`/api/${name}`]?.post;
  expect(of('identity.requestCode')).toMatchObject({
    'x-calls-per-minute': 30,
    'x-scope': 'public',
    'x-idempotency': 'once',
  });
  expect(of('chats.get')).toMatchObject({ 'x-calls-per-minute': 600, 'x-max-body-bytes': 262_144 });
});

test('a name that would mean two things is refused', () => {
  const Two = z.object({ a: z.string().default('x') });
  const method = defineMethod({
    name: 'two.faced',
    summary: '',
    scope: 'public',
    idempotency: 'read',
    input: z.strictObject({ two: Two }),
    output: z.object({ two: Two }),
    errors: [],
  });
  expect(() =>
    buildOpenApi({ methods: [method], named: [...named, { name: 'Two', schema: Two }], version: '1' }),
  ).toThrow('Two looks different');
});
