import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import { expect, test } from 'vitest';
import * as sdk from './index.ts';
import * as testHost from './test-host/index.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const doors = [`${here}index.ts`, `${here}test-host/index.ts`];

/** What every example finds ready: a host, a person, and a bot that polls. */
const READY = `
declare const host: TestHost;
declare const bot: Bot;
declare const anna: TestPerson;
`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const configured = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
);
const libraries = ['es2024', 'webworker', 'webworker.iterable', 'webworker.asynciterable'];
/** Nothing of Node, and nothing of a page: what is left is what every host of bots has. */
const settings = { ...configured.options, types: [], lib: libraries.map((name) => `lib.${name}.d.ts`) };

const read = new Map<string, ts.SourceFile | undefined>();

/** A program of the doors and of files that need not be on the disk. */
function programOf(files: Readonly<Record<string, string>>): ts.Program {
  const compilerHost = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = compilerHost;
  compilerHost.fileExists = (path) => path in files || fileExists(path);
  compilerHost.readFile = (path) => files[path] ?? readFile(path);
  compilerHost.getSourceFile = (path, ...rest) => {
    const text = files[path];
    if (text !== undefined) return ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);
    if (!read.has(path)) read.set(path, getSourceFile(path, ...rest));
    return read.get(path);
  };
  return ts.createProgram([...doors, ...Object.keys(files)], settings, compilerHost);
}

/** Complaints of the compiler, as `file: message`. */
function complaints(built: ts.Program, file?: string): string[] {
  return ts
    .getPreEmitDiagnostics(built, file === undefined ? undefined : built.getSourceFile(file))
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

interface Documented {
  readonly name: string;
  readonly isType: boolean;
  readonly text: string;
  readonly examples: readonly string[];
}

/** What a module exports, with its docstrings. */
function exportsOf(program: ts.Program, door: string): Documented[] {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(door)!)!;
  return checker.getExportsOfModule(module).map((alias) => {
    const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
    const examples = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
    return {
      name: alias.name,
      isType: (symbol.flags & ts.SymbolFlags.Value) === 0,
      text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
      examples: examples.map(({ text }) => ts.displayPartsToString(text)),
    };
  });
}

/** Names without a docstring or without an example. */
const bare = (list: readonly Documented[]) =>
  list.filter(({ text, examples }) => text === '' || examples.length === 0).map(({ name }) => name);

const [bareFile, nodeFile] = [`${here}planted-bare.ts`, `${here}planted-node.ts`];
const program = programOf({
  [bareFile]: `/** Said, not shown. */ export const told = 1;\n/** @example told */ export type Shown = 1;\nexport const neither = 1;`,
  [nodeFile]: `import { readFileSync } from 'node:fs';\nexport const it = [readFileSync, process, Buffer, document];`,
});
const parts = doors.map((door) => ({ door, symbols: exportsOf(program, door) }));
/** The pieces of the guide are one program; what they import is there already. */
const guide = [...readFileSync(`${root}docs/bot-sdk.md`, 'utf8').matchAll(/^```ts\n(.*?)^```/gms)]
  .map(([, piece]) => piece?.replace(/^import .*\n/gm, '').replace(/^export /gm, ''))
  .join('\n');
const examples = parts
  .flatMap(({ symbols }) => symbols)
  .flatMap((symbol) => symbol.examples.map((example) => ({ name: symbol.name, example })))
  .concat({ name: 'the guide', example: `{${guide}}` });

test('every exported symbol says what it is and shows it', () => {
  expect(parts.map(({ symbols }) => symbols.length > 3)).toEqual([true, true]);
  expect(parts.flatMap(({ symbols }) => bare(symbols))).toEqual([]);
  expect(bare(exportsOf(program, bareFile))).toEqual(['told', 'Shown', 'neither']);
});

test('examples compile, and so does the SDK, where there is neither Node nor a page', { timeout: 120_000 }, () => {
  const imports = parts.map(({ door, symbols }) => {
    const names = symbols.map(({ name, isType }) => (isType ? `type ${name}` : name));
    return `import { ${names.join(', ')} } from '${door}';`;
  });
  const prelude = `${imports.join('\n')}\n${READY}`;
  const files = examples.map(({ example }, index) => [`${here}example-${index}.ts`, `${prelude}\n${example}\n`]);
  expect(complaints(programOf(Object.fromEntries(files)))).toEqual([]);
  const found = complaints(program, nodeFile);
  for (const word of ['node:fs', 'process', 'Buffer', 'document']) {
    expect(found.filter((line) => line.includes(`'${word}'`))).toHaveLength(1);
  }
});

test.each(examples)('the example of $name runs and keeps what it says', { timeout: 60_000 }, async ({ example }) => {
  const host = testHost.createTestHost();
  const bot = sdk.createBot(host.options);
  void bot.start();
  const failed: string[] = [];
  const checked = {
    ...console,
    assert: (holds: boolean) => void (holds || failed.push('an assertion does not hold')),
  };
  const given = { ...sdk, ...testHost, host, bot, anna: host.person('Анна'), console: checked };
  const { target, module } = { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext };
  const code = ts.transpileModule(example, { compilerOptions: { target, module } }).outputText;
  const run = runInThisContext(`(async (${Object.keys(given).join(', ')}) => {${code}\n})`) as (
    ...values: unknown[]
  ) => Promise<void>;
  try {
    await run(...Object.values(given));
  } finally {
    await bot.stop();
  }
  expect(failed).toEqual([]);
});
