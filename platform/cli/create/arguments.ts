import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VecheStartError } from '@veche/server/start-error';

export const templates = ['vanilla', 'lit'] as const;
export type Template = (typeof templates)[number];

export interface CreateArguments {
  readonly folder: string;
  readonly template: Template;
  /** Not given: asked for in a terminal, or the folder's name. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** The folder's name, which is offered for both. */
  readonly offered: string;
}

const USAGE = 'Usage: npx --no veche create DIR [--template vanilla|lit] [--id ID] [--name NAME]';

/** Reads the command line of `veche create`. Throws VecheStartError that names the argument. */
export function readArguments(given: readonly string[]): CreateArguments {
  const { values, positionals } = parsed(given);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new VecheStartError(USAGE);
  const template = templates.find((one) => one === (values.template ?? 'vanilla'));
  if (template === undefined) throw new VecheStartError(`--template must be one of ${templates.join(', ')}.`);
  const path = resolve(folder);
  return { folder: path, template, id: values.id, name: values.name, offered: basename(path) };
}

function parsed(given: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { template: text, id: text, name: text },
    });
  } catch (error) {
    throw new VecheStartError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}
