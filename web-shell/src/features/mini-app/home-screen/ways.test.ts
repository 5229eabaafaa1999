import { expect, test } from 'vitest';
import { wayOf } from './ways.ts';

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const pixel = 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const here = { maxTouchPoints: 0, canInstall: false, isStandalone: false };

test.each([
  ['Safari on an iPhone', { userAgent: `${iphone} Version/18.5 Mobile/15E148 Safari/604.1` }, 'share'],
  ['Safari on an iPad', { userAgent: `${mac} Version/18.5 Safari/605.1.15`, maxTouchPoints: 5 }, 'share'],
  ['Safari on a Mac', { userAgent: `${mac} Version/18.5 Safari/605.1.15` }, 'dock'],
  ['Chrome on a Mac', { userAgent: `${mac} Chrome/140.0.0.0 Safari/537.36`, canInstall: true }, 'menu'],
  ['Chrome on Android', { userAgent: `${pixel} Chrome/140.0.0.0 Mobile Safari/537.36`, canInstall: true }, 'menu'],
  ['Firefox on Android', { userAgent: 'Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0' }, 'menu'],
  [
    'Firefox on a computer',
    { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0' },
    null,
  ],
  ['a window without bars', { userAgent: `${pixel} Chrome/140.0.0.0`, canInstall: true, isStandalone: true }, null],
] as const)('%s makes shortcuts its own way', (_name, given, way) => {
  expect(wayOf({ ...here, ...given })).toBe(way);
});
