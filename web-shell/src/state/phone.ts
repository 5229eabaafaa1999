/** Digits of a phone number as typed, with the country code; a Russian 8 becomes +7. */
export function plainPhone(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  if (typed.trim().startsWith('+')) return `+${digits}`;
  if (digits.length === 11 && digits.startsWith('8')) return `+7${digits.slice(1)}`;
  if (digits.length === 10 && digits.startsWith('9')) return `+7${digits}`;
  return `+${digits}`;
}

/** A number in groups, for reading: +7 999 000-00-01. Other countries stay ungrouped. */
export function readablePhone(phone: string): string {
  const match = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(phone);
  return match === null ? phone : `+7 ${match[1]} ${match[2]}-${match[3]}-${match[4]}`;
}
