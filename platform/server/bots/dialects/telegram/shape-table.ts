import { methodShapes, typeShapes } from './shapes.ts';

/** Type of a parameter or field: a name such as `Integer`, or a list of one of several. */
export type ShapeType = string | { readonly listOf: readonly ShapeType[] };

export interface Field {
  readonly name: string;
  readonly types: readonly ShapeType[];
  readonly required: boolean;
}
export type Fields = ReadonlyMap<string, Field>;

export interface MethodShape {
  readonly name: string;
  readonly parameters: Fields;
}

/** Parameters that left the published shapes and are still sent by clients. */
const formerReply = 'reply_to_message_id: Integer, allow_sending_without_reply: Boolean';
const formerParameters = `
sendMessage(disable_web_page_preview: Boolean)
editMessageText(disable_web_page_preview: Boolean)
sendPoll(correct_option_id: Integer)
${[...methodShapes.matchAll(/^(\w+)\(.*\breply_parameters:/gm)].map(([, name]) => `${name}(${formerReply})`).join('\n')}
`;

const methods = new Map<string, MethodShape>();
for (const [name, fields] of readLines(methodShapes)) methods.set(name.toLowerCase(), { name, parameters: fields });
const former = new Set<string>();
for (const [name, fields] of readLines(formerParameters)) {
  for (const parameter of fields.keys()) former.add(`${name}.${parameter}`);
  const method = methods.get(name.toLowerCase());
  if (method === undefined) throw new Error(`${name} is not in the published shapes`);
  methods.set(name.toLowerCase(), { name, parameters: new Map([...method.parameters, ...fields]) });
}

const objects = new Map<string, Fields>(readLines(typeShapes));
const unions = new Map(
  typeShapes.split('\n').flatMap((line): [string, string[]][] => {
    const [name, members] = line.split(' = ');
    return name === undefined || members === undefined ? [] : [[name, members.split(' | ')]];
  }),
);

/** A known method by its name in any case; undefined for an unknown one. */
export function findMethodShape(name: string): MethodShape | undefined {
  return methods.get(name.toLowerCase());
}

/** Whether clients send a parameter that left the published shapes. */
export function isFormerParameter(method: string, parameter: string): boolean {
  return former.has(`${method}.${parameter}`);
}

/** Every known method, in the order of the published shapes. */
export function allMethodShapes(): MethodShape[] {
  return [...methods.values()];
}

/** Fields of an object type; of a union, those of all its members together. Undefined for what is no object. */
export function findFields(type: string): Fields | undefined {
  const members = unions.get(type);
  if (members === undefined) return objects.get(type);
  return new Map(members.flatMap((member) => [...(findFields(member) ?? [])]));
}

/** Whether a type is one of several objects. */
export function isUnion(type: string): boolean {
  return unions.has(type);
}

function* readLines(text: string): Generator<[string, Fields]> {
  for (const line of text.split('\n')) {
    const match = /^(\w+)[({](.*)[)}]$/.exec(line);
    if (match?.[1] !== undefined) yield [match[1], readFields(match[2] ?? '')];
  }
}

function readFields(text: string): Fields {
  const fields = text === '' ? [] : text.split(', ');
  return new Map(
    fields.map((field) => {
      const [head = '', types = ''] = field.split(': ');
      const name = head.replace('!', '');
      return [name, { name, types: types.split(' | ').map(readType), required: head.endsWith('!') }];
    }),
  );
}

function readType(text: string): ShapeType {
  return text.startsWith('[') ? { listOf: [readType(text.slice(1, -1))] } : text;
}
