import { z } from 'zod';
import {
  commonErrors,
  DEFAULT_MAX_BODY_BYTES,
  DEFAULT_PER_MINUTE,
  type Idempotency,
  type Method,
  type Scope,
} from './define-method.ts';
import { type ErrorCode, errorMeaning, httpStatus } from './errors.ts';

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 holds them. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A schema that the document holds once, under its name. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly description?: string;
}

export interface OpenApiOptions {
  readonly methods: readonly Method[];
  /** Must hold `ErrorBody`. */
  readonly named: readonly NamedSchema[];
  readonly version: string;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly requestBody: { required: boolean; content: JsonContent };
  readonly responses: Record<string, { description: string; content: JsonContent } | { $ref: string }>;
  readonly 'x-scope': Scope;
  readonly 'x-idempotency': Idempotency;
  readonly 'x-max-body-bytes': number;
  readonly 'x-calls-per-minute': number;
  /** Every code the method may answer: its own first, then those of all methods. */
  readonly 'x-errors': readonly ErrorCode[];
}

export interface JsonContent {
  readonly 'application/json': { readonly schema: JsonSchema };
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { title: string; version: string; license: { name: string; identifier: string } };
  readonly jsonSchemaDialect: string;
  readonly servers: readonly { url: string }[];
  readonly tags: readonly { name: string }[];
  readonly paths: Record<string, { post: OpenApiOperation }>;
  readonly components: {
    readonly schemas: Record<string, JsonSchema>;
    readonly responses: Record<string, { description: string; content: JsonContent }>;
    readonly headers: Record<string, { description: string; schema: JsonSchema }>;
    readonly securitySchemes: Record<string, Record<string, string>>;
  };
  /** The total table of errors: HTTP status and meaning of each code. */
  readonly 'x-errors': Record<ErrorCode, { status: number; meaning: string }>;
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const COMPONENTS = '#/components/schemas/';

/** Describes the methods as an OpenAPI 3.1 document; every method is `POST /api/<name>`. */
export function buildOpenApi({ methods, named, version }: OpenApiOptions): OpenApiDocument {
  const table = createSchemaTable(named);
  const responses: OpenApiDocument['components']['responses'] = {};
  const paths: OpenApiDocument['paths'] = {};
  for (const method of methods) paths[`/api/${method.name}`] = { post: operationOf(method, table, responses) };
  return {
    openapi: '3.1.0',
    info: { title: 'Veche API', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    jsonSchemaDialect: DIALECT,
    servers: [{ url: '/' }],
    tags: [...new Set(methods.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: table.schemas,
      responses,
      headers: {
        'X-Request-Id': { description: 'Names the call in the log of the server.', schema: { type: 'string' } },
        'Retry-After': { description: 'Seconds to wait before trying again.', schema: { type: 'integer' } },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Token of a session or of a bot.' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-session',
          description: "Session of the web client; counts only with the web client's own Origin.",
        },
      },
    },
    'x-errors': Object.fromEntries(
      Object.entries(httpStatus).map(([code, status]) => [code, { status, meaning: errorMeaning[code as ErrorCode] }]),
    ) as OpenApiDocument['x-errors'],
  };
}

function tagOf(method: Method): string {
  return method.name.split('.')[0] ?? method.name;
}

type SchemaTable = ReturnType<typeof createSchemaTable>;

function operationOf(
  method: Method,
  table: SchemaTable,
  shared: OpenApiDocument['components']['responses'],
): OpenApiOperation {
  const input = table.convert(method.input, 'input');
  const codes = [...new Set([...method.errors, ...commonErrors])];
  const responses: OpenApiOperation['responses'] = {
    200: { description: 'Done.', ...withRequestId, content: json(table.convert(method.output, 'output')) },
  };
  for (const [status, group] of Map.groupBy(codes, (code) => httpStatus[code])) {
    const name = [...group].sort().join('-or-');
    shared[name] ??= errorResponse(group);
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
  return {
    operationId: method.name,
    tags: [tagOf(method)],
    summary: method.summary,
    security: securityOf(method.scope),
    requestBody: { required: (input.required?.length ?? 0) > 0, content: json(input) },
    responses,
    'x-scope': method.scope,
    'x-idempotency': method.idempotency,
    'x-max-body-bytes': method.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    'x-calls-per-minute': method.perMinute ?? DEFAULT_PER_MINUTE,
    'x-errors': codes,
  };
}

function securityOf(scope: Scope): OpenApiOperation['security'] {
  if (scope === 'public') return [];
  return scope.startsWith('bot:') ? [{ bearer: [] }] : [{ bearer: [] }, { cookie: [] }];
}

const withRequestId = { headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } } };
const withRetryAfter = {
  headers: { ...withRequestId.headers, 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
};

function errorResponse(codes: readonly ErrorCode[]) {
  const body: JsonSchema = {
    allOf: [{ $ref: `${COMPONENTS}ErrorBody` }, { properties: { code: { enum: [...codes] } } }],
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${errorMeaning[code]}`).join(' '),
    ...(codes.some((code) => code === 'rate_limited' || code === 'unavailable') ? withRetryAfter : withRequestId),
    content: json({ type: 'object', properties: { error: body }, required: ['error'] }),
  };
}

function json(schema: JsonSchema): JsonContent {
  return { 'application/json': { schema } };
}

/** Converts zod schemas so that each named one stands in `schemas` once and is referred to elsewhere. */
function createSchemaTable(named: readonly NamedSchema[]) {
  const registry = z.registry<{ id: string; description?: string }>();
  for (const { name, schema, description } of named) {
    registry.add(schema, { id: name, ...(description === undefined ? {} : { description }) });
  }
  const schemas: Record<string, JsonSchema> = {};

  const convert = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const {
      $schema: _dialect,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, { metadata: registry, io, override: tidy });
    for (const [name, definition] of Object.entries($defs)) {
      const { id: _id, ...body } = rebase(definition) as JsonSchema & { id?: string };
      const known = schemas[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(body)) {
        throw new Error(`${name} looks different as input and as output, so it cannot be one named schema`);
      }
      schemas[name] = body;
    }
    return rebase(root) as JsonSchema;
  };

  for (const { schema } of named) convert(z.array(schema), 'output');
  return { schemas, convert };
}

/**
 * Takes out what zod states for its own sake: the range of safe integers, patterns that repeat a format. Adds the
 * examples of schemas whose rules a schema cannot say.
 */
function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  // Answers may gain fields; only inputs that were declared strict refuse unknown ones.
  const { def } = zodSchema._zod;
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
  const examples = z.globalRegistry.get(zodSchema)?.['examples'];
  if (Array.isArray(examples)) jsonSchema.examples = examples;
}

/** Points references at the components of the document. */
function rebase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rebase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string' ? [key, inner.replace('#/$defs/', COMPONENTS)] : [key, rebase(inner)],
    ),
  );
}
