/** Words by which people know the state and this platform. Nobody can take them who was not verified. */
const reserved = [
  'veche',
  'вече',
  'gosuslugi',
  'госуслуги',
  'правительство',
  'government',
  'полиция',
  'police',
  'мвд',
  'фнс',
];

/** Letters and digits that look alike, each by one of them. Source: Unicode UTS 39, confusables of these alphabets. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  ё: 'e',
  з: '3',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  һ: 'h',
  ь: 'b',
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  γ: 'y',
  '0': 'o',
  '1': 'i',
  l: 'i',
  ı: 'i',
  // Small capitals and other letters that have forms of their own and no decomposition.
  ᴀ: 'a',
  ɑ: 'a',
  ʙ: 'b',
  ᴄ: 'c',
  ᴅ: 'd',
  ᴇ: 'e',
  ɡ: 'g',
  ɢ: 'g',
  ʜ: 'h',
  ɪ: 'i',
  ɩ: 'i',
  ᴊ: 'j',
  ᴋ: 'k',
  ʟ: 'i',
  ᴍ: 'm',
  ɴ: 'h',
  ᴏ: 'o',
  ᴘ: 'p',
  ʀ: 'r',
  ꜱ: 's',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ʋ: 'v',
  ѵ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ү: 'y',
  ᴢ: 'z',
  є: 'e',
  ҽ: 'e',
  ҫ: 'c',
  ӏ: 'i',
  '|': 'i',
  '5': 's',
  '@': 'a',
  $: 's',
};

/** What a text looks like: texts that could pass for each other have the same. */
function skeleton(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return [...plain].map((letter) => lookAlikes[letter] ?? letter).join('');
}

const reservedSkeletons = reserved.map(skeleton);

/** Marks by which the platform shows what it has verified; none is part of a name. */
const checkMarks = /[\u2611\u2705\u2713\u2714\u{1f5f8}\u{1f5f9}]/u;

/** Why a name misleads whoever reads it, whatever it says; null: it does not. */
export function whyMisleading(name: string): string | null {
  const mixed = words(name).find((word) => scriptsOf(word) > 1);
  if (mixed !== undefined) return `“${mixed}” mixes letters of several alphabets`;
  if (strange.test(name)) return 'its letters look like those of another alphabet';
  return checkMarks.test(name) ? 'a check mark is for the platform to give' : null;
}

/**
 * Whether a text could pass for a name of the state or of the platform. Short words are told apart from others that hold
 * them: the evening (вечер) is no Veche (вече).
 */
export function passesForOfficial(text: string): boolean {
  const looks = words(text).map(skeleton);
  const whole = looks.join('');
  return reservedSkeletons.some(
    (word) => looks.includes(word) || whole === word || (word.length > 7 && whole.includes(word)),
  );
}

function words(text: string): string[] {
  return text.normalize('NFKC').match(/[\p{L}\p{M}\p{N}@$|]+/gu) ?? [];
}

/** Alphabets that have letters like those of another one. */
const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Canadian_Aboriginal',
  'Carian',
  'Cherokee',
  'Coptic',
  'Deseret',
  'Glagolitic',
  'Gothic',
  'Lisu',
  'Lycian',
  'Old_Italic',
  'Osage',
  'Warang_Citi',
].map((name) => new RegExp(`\\p{Script=${name}}`, 'u'));

/** Of those, the ones that are no alphabet of words here: a whole word of them is read as one of ours. */
const strange = /[\p{Script=Canadian_Aboriginal}\p{Script=Cherokee}\p{Script=Lisu}\p{Script=Osage}]/u;

function scriptsOf(word: string): number {
  return scripts.filter((script) => script.test(word)).length;
}
