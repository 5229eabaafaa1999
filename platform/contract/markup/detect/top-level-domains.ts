/**
 * Endings by which a bare domain is known as one: those in wide use, in Russian and in English texts. Endings that are
 * as often a file's (`md`, `py`, `sh`, `rs`, `zip`) or a word after a missing blank (`so`) need `https://` before them.
 */
const ENDINGS = new Set(
  [
    'рф рус москва дети онлайн сайт орг ком бел укр қаз срб',
    'com net org info biz edu gov mil int name pro mobi travel museum coop aero',
    'ru su by kz uz kg tj tm am az ge ua lv lt ee de fr it es pt pl uk eu ch at nl be lu dk se no fi is ie cz sk hu ro bg',
    'gr cy hr si ba mk al tr il ae sa ir in pk bd cn jp kr hk tw sg my th vn id ph au nz ca us mx br ar cl co pe za eg ng',
    'io me tv cc ai gg to ly fm im ws la cx gl vc st ag sc eu asia cat',
    'app dev page site online website web store shop space tech xyz top club live life link wiki blog news media press',
    'cloud digital email team group company agency studio design art photo video music game games fun world today city',
    'school academy university education science center centre moscow tatar spb one zone work jobs expert support help',
    'bank finance money market trade sale health care clinic law legal events social chat host network systems software',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a word is the end of a domain. `Just.In` is the end of a sentence and the start of the next. */
export function isKnownEnding(word: string): boolean {
  const lower = word.toLowerCase();
  const isCapitalised = lower !== word && lower.slice(1) === word.slice(1);
  return !isCapitalised && (ENDINGS.has(lower) || /^xn--[a-z0-9-]+$/.test(lower));
}
