import type { JsonSchema } from '@veche/contract';

const COMPONENTS = '#/components/schemas/';

/** Values by the name of the field, where the schema alone does not say what would be sensible. */
const byName: Readonly<Record<string, unknown>> = {
  phone: '+79990000001',
  code: '123456',
  text: 'Hello',
  title: 'Courtyard',
  name: 'Alice',
  username: 'weather_bot',
  query: 'alice',
  emoji: '👍',
  data: 'menu',
  app: 'hello',
  app_id: 'hello',
  slug: 'hello',
  path: 'index.html',
  contentBase64: 'PCFkb2N0eXBlIGh0bWw+',
  callbackId: '1',
  token: 'kQ3v9Zt1pXw7yB2nR5sD8g',
  endpoint: 'https://push.example/device',
  p256dh: `B${'A'.repeat(86)}`,
  auth: 'A'.repeat(22),
};

const byType: Readonly<Record<string, unknown>> = {
  Seq: 42,
  MessageId: 42,
  SessionId: '0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d11',
  ClientId: '0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d12',
  Timestamp: '2026-03-01T09:30:00.000Z',
};

const byFormat: Readonly<Record<string, unknown>> = {
  uuid: '0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d13',
  'date-time': '2026-03-01T09:30:00.000Z',
};

/**
 * An example of a value: the one its schema gives, else required fields only, so that it shows the least that works.
 */
export function exampleOf(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>, name = ''): unknown {
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  if (schema.$ref !== undefined) {
    const type = schema.$ref.replace(COMPONENTS, '');
    if (type in byType) return byType[type];
    if (type.endsWith('Id')) return 4_213_577_298_611_043;
    return exampleOf(schemas[type] ?? {}, schemas, name);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [option] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (typeof option === 'object') return exampleOf(option, schemas, name);
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    const required = properties.filter(([key]) => schema.required?.includes(key));
    return Object.fromEntries(
      required.map(([key, inner]) => [key, typeof inner === 'object' ? exampleOf(inner, schemas, key) : null]),
    );
  }
  if (schema.type === 'array') {
    const { items } = schema;
    return typeof items === 'object' && !Array.isArray(items) ? [exampleOf(items, schemas, name)] : [];
  }
  if (schema.type === 'string' && schema.format !== undefined && schema.format in byFormat)
    return byFormat[schema.format];
  if (schema.type === 'string') return byName[name] ?? (name === '' ? 'text' : name);
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1);
  return schema.type === 'boolean' ? true : null;
}
