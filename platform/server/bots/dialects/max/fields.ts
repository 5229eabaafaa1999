import { z } from 'zod';

/** Fields as clients send them: in the query everything is text, and null stands for what is absent. */

const absent = (value: unknown) => (value === null || value === '' ? undefined : value);
const asNumber = (value: unknown) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value);
const asBoolean = (value: unknown) =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;
const asList = (value: unknown) =>
  typeof value === 'string' ? value.split(',').filter((item) => item.trim() !== '') : value;

export const integer = z.preprocess(asNumber, z.int());
export const optionalInteger = z.preprocess((value) => asNumber(absent(value)), z.int().optional());
export const optionalFlag = z.preprocess((value) => asBoolean(absent(value)), z.boolean().optional());
export const text = z.string().min(1).max(4096);
export const optionalText = z.preprocess(absent, z.string().optional());
/** Parts joined by commas, or a list. */
export const optionalNames = z.preprocess((value) => asList(absent(value)), z.array(z.string().max(200)).optional());
export const optionalIntegers = z.preprocess((value) => asList(absent(value)), z.array(integer).max(100).optional());
