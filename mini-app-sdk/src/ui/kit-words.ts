const words = {
  ru: {
    steps: 'Шаги',
    step: (current: number, count: number) => `Шаг ${current} из ${count}`,
    loading: 'Загружается',
    missing: 'Заполните это поле.',
    unticked: 'Без этого нельзя продолжить.',
    email: 'Это не адрес электронной почты.',
    url: 'Это не адрес страницы: он начинается с https://.',
    tooShort: (least: number) => `Слишком коротко: наименьшая длина — ${least}.`,
    tooLong: (most: number) => `Слишком длинно: наибольшая длина — ${most}.`,
    tooEarly: (day: string) => `Не раньше ${day}`,
    tooLate: (day: string) => `Не позже ${day}`,
    noDay: 'Введите день, месяц и год.',
    otherwise: 'Проверьте, как это написано.',
  },
  en: {
    steps: 'Steps',
    step: (current: number, count: number) => `Step ${current} of ${count}`,
    loading: 'Loading',
    missing: 'Fill in this field.',
    unticked: 'You cannot go on without this.',
    email: 'This is not an e-mail address.',
    url: 'This is not the address of a page: it begins with https://.',
    tooShort: (least: number) => `Too short: the least length is ${least}.`,
    tooLong: (most: number) => `Too long: the greatest length is ${most}.`,
    tooEarly: (day: string) => `Not before ${day}`,
    tooLate: (day: string) => `Not after ${day}`,
    noDay: 'Enter day, month and year.',
    otherwise: 'Check how this is written.',
  },
};

/** The kit's own words, in the language of the page where the element stands. */
export function kitWords(element: Element): (typeof words)['en'] {
  return words[languageOf(element)];
}

/** What is wrong in a native control, in the page's language: the browser would say it in its own. */
export function problemOf(
  control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  element: Element,
): string {
  const { validity, type } = control;
  const say = kitWords(element);
  const day = (name: string) =>
    new Date(`${control.getAttribute(name)}T00:00`).toLocaleDateString(languageOf(element), { dateStyle: 'long' });
  if (validity.valid) return '';
  // A date of which only a part is there is both.
  if (validity.badInput) return say.noDay;
  if (validity.valueMissing) return type === 'checkbox' ? say.unticked : say.missing;
  if (validity.typeMismatch) return type === 'email' ? say.email : say.url;
  if (validity.tooShort) return say.tooShort(Number(control.getAttribute('minlength')));
  if (validity.tooLong) return say.tooLong(Number(control.getAttribute('maxlength')));
  if (validity.rangeUnderflow) return say.tooEarly(day('min'));
  if (validity.rangeOverflow) return say.tooLate(day('max'));
  return say.otherwise;
}

function languageOf(element: Element): 'ru' | 'en' {
  const language = element.closest('[lang]')?.getAttribute('lang') ?? navigator.language;
  return language.startsWith('ru') ? 'ru' : 'en';
}
