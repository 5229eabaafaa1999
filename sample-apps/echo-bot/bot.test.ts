import { createTestHost } from '@veche/bot-sdk/test-host';
import { expect, onTestFinished, test } from 'vitest';
import { plantingBehaviours, type Visit } from '../../tests/support/planting-bot.ts';
import { seen } from '../../tests/support/visit.ts';
import { createEchoBot, introduce } from './bot.ts';

function onHost() {
  const host = createTestHost();
  const bot = createEchoBot({ ...host.options, app: 'hello' });
  void bot.start();
  onTestFinished(() => bot.stop());
  const visit: Visit = async (name, language) => {
    const person = host.person(name, { language });
    return {
      says: (text) => person.says(text),
      presses: (text) => person.presses(text),
      last: () => seen(person.last, async (file) => new TextDecoder().decode(host.contentOf(file))),
    };
  };
  return { host, bot, visit };
}

test.each(Object.entries(plantingBehaviours))('on the test host: %s', async (_name, behave) => {
  await behave(onHost().visit);
});

test('in a group it answers what is meant for it, as an answer', async () => {
  const { host } = onHost();
  const alice = host.person('Алиса');
  const seat = alice.in(host.group('Двор', [alice]));
  await seat.says('между нами');
  expect(seat.last).toBeUndefined();
  const asked = await seat.says(`@${host.username} скажи`);
  expect(seat.last).toMatchObject({ text: `@${host.username} скажи`, replyTo: asked.messageId });
  await seat.says('/plant');
  expect(seat.last?.keyboard).toMatchObject({ kind: 'reply', selective: true });
  await seat.says('Садовая', { replyTo: seat.last!.messageId });
  expect(seat.last?.text).toBe('Сколько деревьев, от 1 до 9?');
});

test('a request is forgotten after a day of silence', async () => {
  const { host } = onHost();
  const alice = host.person('Алиса');
  await alice.says('/plant');
  host.pass(86_401);
  await alice.says('Садовая');
  expect(alice.last?.text).toBe('Садовая');
});

test('it tells people its commands in their language', async () => {
  const { bot } = onHost();
  await introduce(bot);
  const { commands } = await bot.call('bots.getCommands', { language: 'ru' });
  expect(commands).toContainEqual({ command: 'plant', description: 'Посадить деревья' });
});
