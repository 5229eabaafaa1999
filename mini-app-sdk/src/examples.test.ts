import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { bridgeMethodNames } from '@veche/contract/bridge-light';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { recordingShell } from '../../tests/support/recording-shell.ts';
import type { Veche } from './connect.ts';
import * as sdk from './index.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const door = `${here}index.ts`;
const root = fileURLToPath(new URL('../..', import.meta.url));
const settings = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
).options;

/** Files of a capability each, whose examples run: they need a shell and nothing of a page. */
const shown = new Set(
  'clipboard closing-confirmation colours download fullscreen keyboard open-chat popup scan-code secondary-button share storage vibrate vk-secret'
    .split(' ')
    .map((name) => `${here}${name}.ts`),
);

function programOf(files: Readonly<Record<string, string>>): ts.Program {
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => path in files || fileExists(path);
  host.readFile = (path) => files[path] ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = files[path];
    return text === undefined
      ? getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);
  };
  return ts.createProgram([door, ...Object.keys(files)], settings, host);
}

const program = programOf({});
const checker = program.getTypeChecker();
const examples = checker
  .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(door)!)!)
  .map((alias) => (alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias))
  .filter((symbol) => shown.has(symbol.declarations?.[0]?.getSourceFile().fileName ?? ''))
  .flatMap((symbol) => {
    const found = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
    expect(found, `${symbol.name} has no example`).not.toEqual([]);
    return found.map(({ text }) => ({ name: symbol.name, example: ts.displayPartsToString(text) }));
  });

test('every capability is among the examples, and they compile', { timeout: 120_000 }, () => {
  expect(examples.length).toBeGreaterThan(20);
  const values = Object.keys(sdk).join(', ');
  const prelude = `import { ${values}, type Veche } from '${door}';\ndeclare const veche: Veche;\nexport {};\n`;
  const files = Object.fromEntries(
    examples.map(({ example }, index) => [`${here}example-${index}.ts`, `${prelude}\n${example}\n`]),
  );
  const built = programOf(files);
  const complaints = Object.keys(files).flatMap((file) =>
    ts
      .getPreEmitDiagnostics(built, built.getSourceFile(file))
      // What an example does not use of the door is no fault of it.
      .filter(({ code }) => code !== 6133 && code !== 6192)
      .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
  expect(complaints).toEqual([]);
});

/** A bridge whose shell answers at once, as a person does who agrees. */
function connected(): Veche {
  const shell = recordingShell();
  const listeners = new Map<string, (data: never) => void>();
  const answers: Readonly<Record<string, object>> = {
    'clipboard.write': {},
    'clipboard.read': { text: 'x' },
    'app.share': {},
    'app.openChat': {},
    'ui.showPopup': { buttonId: 'keep' },
    'ui.hideKeyboard': {},
    'ui.lockOrientation': {},
    'scanner.open': {},
  };
  const request = async (method: string, params: object): Promise<object> => {
    if (method === 'scanner.open') queueMicrotask(() => listeners.get('scanner.found')?.({ text: '7' } as never));
    return answers[method] ?? shell.broker.callAny(method, params);
  };
  return {
    ...{ capabilities: new Set(bridgeMethodNames), language: 'en', launchData: '' },
    ...{ theme: shell.host.theme(), viewport: shell.host.viewport() },
    request: request as Veche['request'],
    on: (event, listener) => (listeners.set(event, listener), () => void listeners.delete(event)),
  };
}

test.each(examples)('the example of $name runs and keeps what it says', async ({ example }) => {
  const failed: string[] = [];
  const checked = { ...console, assert: (holds: boolean) => void (holds || failed.push('an assertion does not hold')) };
  const given = { ...sdk, veche: connected(), console: checked };
  const { outputText } = ts.transpileModule(example, {
    compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext },
  });
  const run = runInThisContext(`(async (${Object.keys(given).join(', ')}) => {${outputText}\n})`) as (
    ...values: unknown[]
  ) => Promise<void>;
  await run(...Object.values(given));
  expect(failed).toEqual([]);
});
