import { execFileSync } from 'node:child_process';
import {
  buildOpenApi,
  ClientFrame,
  closeCodes,
  ErrorCode,
  methodList,
  namedSchemas,
  scopes,
  ServerFrame,
} from '@veche/contract';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { exampleOf } from './example.ts';
import { createReference } from './index.ts';
import { curlOf } from './methods.ts';

const server = new Hono();
createReference({ webOrigin: 'http://localhost:8080' }).routes?.(server);
const get = async (path: string) => {
  const response = await server.request(path);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const page = (await get('/docs')).text;
const document = buildOpenApi({ methods: methodList, named: namedSchemas, version: '0.1.0' });

test('the document is served to programs of any origin', async () => {
  const { status, headers, text } = await get('/api/openapi.json');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('application/json');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(JSON.parse(text)).toMatchObject({ openapi: '3.1.0', info: { version: '0.1.0' } });
});

test('the page allows itself nothing but its own style and script', async () => {
  const { headers, text } = await get('/docs');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(text).not.toMatch(/<script(?! src="\/docs\/)|<style|\son\w+=|\sstyle=/);
  const addresses = [...text.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].map((match) => match[1]);
  expect(addresses).toEqual(expect.arrayContaining(['/docs/style.css', '/docs/filter.js']));
  for (const address of addresses) expect(address).toMatch(/^\/(?:docs|api)\//);
});

test.each([
  ['/docs/style.css', 'text/css'],
  ['/docs/filter.js', 'text/javascript'],
])('%s is served', async (path, type) => {
  const { status, headers, text } = await get(path);
  expect([status, headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
  expect(text.length).toBeGreaterThan(100);
});

test('every method has its section with summary and scope', () => {
  for (const method of methodList) expect(page).toContain(`<article id="${method.name}"`);
});

test('every error code, scope and close code is explained', () => {
  for (const code of ErrorCode.options) expect(page).toContain(`<code>${code}</code>`);
  for (const scope of Object.keys(scopes)) expect(page).toContain(`<code>${scope}</code>`);
  for (const code of Object.values(closeCodes)) expect(page).toContain(`<code>${code}</code>`);
});

test('every frame is explained', () => {
  const ids = [...page.matchAll(/<article id="(frame|server-frame)-(\w+)"[^]*?<p class="summary">([^]*?)<\/p>/g)];
  const labels = (way: string) => ids.filter((match) => match[1] === way).map((match) => match[2]);
  expect(labels('frame')).toEqual(ClientFrame.options.map(({ shape }) => shape.t.value));
  expect(labels('server-frame')).toEqual(ServerFrame.options.map(({ shape }) => shape.t.value));
  for (const match of ids) expect(match[3]?.trim()).not.toBe('');
});

test('every link within the page leads somewhere, and no place has two names', () => {
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = new Set([...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]));
  for (const target of targets) expect(ids, target).toContain(target);
});

test.each(methodList.map((method) => [method.name, method] as const))(
  'the example of %s would be accepted',
  (name, method) => {
    const operation = document.paths[`/api/${name}`]!.post;
    const { schema } = operation.requestBody.content['application/json'];
    const parsed = method.input.safeParse(exampleOf(schema, document.components.schemas));
    expect(parsed.error?.issues).toBeUndefined();
  },
);

test('the command line sends the example as it is, with a token where one is needed', () => {
  const operation = document.paths['/api/messages.send']!.post;
  const { schema } = operation.requestBody.content['application/json'];
  const command = curlOf(operation, { ...schema, examples: [{ text: "it's" }] }, document, 'http://x');
  expect(command).toContain("-H 'Authorization: Bearer <token>'");
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(JSON.parse(words.at(-1)!)).toMatchObject({ text: "it's" });
  expect(curlOf(document.paths['/api/identity.requestCode']!.post, {}, document, 'http://x')).not.toContain(
    'Authorization',
  );
});
