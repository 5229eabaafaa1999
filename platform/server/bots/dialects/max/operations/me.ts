import { z } from 'zod';
import { optionalText } from '../fields.ts';
import { badRequest, notSupported } from '../max-error.ts';
import { toUserWithPhoto } from '../objects.ts';
import { defineOperation, type MaxCall } from '../operation.ts';

const MAX_COMMANDS = 32;

export const getMe = defineOperation({ verb: 'GET', path: '/me', input: {}, run: (call) => readMe(call) });

async function readMe(call: MaxCall) {
  const [bot, { description }, { commands }] = [
    await call.self(),
    await call.call('bots.getAbout', {}),
    await call.call('bots.getCommands', {}),
  ];
  return {
    ...toUserWithPhoto(bot, call.links),
    last_activity_time: Date.now(),
    description: description === '' ? null : description,
    commands: commands.map(({ command, description: said }) => ({ name: command, description: said })),
  };
}

const commands = z
  .array(z.object({ name: z.string().min(1).max(64), description: z.string().max(128).nullish() }))
  .max(MAX_COMMANDS);
type Commands = z.infer<typeof commands>;

/** Our commands have a description: a command without one is described by its name. */
async function setCommands({ call }: MaxCall, given: Commands): Promise<void> {
  const list = given.map(({ name, description }) => {
    const command = name.trim().replace(/^\//, '');
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('commands: a name has up to 32 of a-z, 0-9 and _ here');
    return { command, description: (description ?? '').trim() || command };
  });
  await call('bots.setCommands', { commands: list });
}

export const setMyCommands = defineOperation({
  verb: 'PATCH',
  path: '/me/commands',
  input: { commands },
  run: async (call, { commands: given }) => {
    await setCommands(call, given);
    return { commands: (await readMe(call)).commands };
  },
});

export const editMe = defineOperation({
  verb: 'PATCH',
  path: '/me',
  input: {
    name: optionalText,
    first_name: optionalText,
    last_name: optionalText,
    description: optionalText,
    commands: commands.nullish(),
    photo: z.unknown().optional(),
  },
  run: async (call, { name, first_name: first, last_name: last, description, commands: given, photo }) => {
    if (photo != null) throw notSupported('A photo that a bot gives itself is');
    const fullName = name ?? ([first, last].filter((part) => part !== undefined).join(' ') || undefined);
    if (fullName !== undefined) await call.call('bots.setName', { name: fullName });
    if (description !== undefined) await call.call('bots.setAbout', { description });
    if (given != null) await setCommands(call, given);
    return readMe(call);
  },
});
