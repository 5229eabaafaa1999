import { expect, test } from 'vitest';
import { loudness } from './waveform.ts';

test('a recording of any length has at most 100 bars, from silence to its loudest passage', () => {
  const growing = Float32Array.from({ length: 48_000 }, (_, at) => Math.sin(at / 3) * (at / 48_000));
  const bars = loudness(growing);
  expect(bars).toHaveLength(100);
  expect(bars[0]).toBe(0);
  expect(bars.at(-1)).toBe(31);
  expect(bars).toEqual(bars.toSorted((one, other) => one - other));
});

test('silence and the shortest recordings have bars, too', () => {
  expect(loudness(new Float32Array(500))).toEqual(Array.from({ length: 100 }, () => 0));
  expect(loudness(new Float32Array(0))).toEqual([0]);
  expect(loudness(Float32Array.of(0.5, -1))).toEqual([16, 31]);
});
