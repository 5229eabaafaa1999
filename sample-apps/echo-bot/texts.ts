const russian = {
  hello: (name: string) => `Привет, ${name}! Я повторяю то, что мне пишут.`,
  ring: 'Позвонить в колокол',
  rung: (times: number) => `Бом! Звонили раз: ${times}.`,
  heard: 'Колокол звонит',
  openApp: 'Открыть мини-приложение',
};

const english: typeof russian = {
  hello: (name) => `Hello, ${name}! I repeat what people write to me.`,
  ring: 'Ring the bell',
  rung: (times) => `Bong! Rung so far: ${times}.`,
  heard: 'The bell rings',
  openApp: 'Open the mini-app',
};

export type Texts = typeof russian;

/** Russian for those who have it as their language, English for everyone else. */
export function textsFor(languageCode: string | undefined): Texts {
  return languageCode?.startsWith('ru') === true ? russian : english;
}
