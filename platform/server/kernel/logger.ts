import { pino } from 'pino';

export type Logger = pino.Logger;

/** Structured log lines; anything that could be a secret is cut out by name. */
export function createLogger(options: { level: string }): Logger {
  return pino({
    level: options.level,
    redact: {
      paths: ['token', '*.token', 'code', 'phone', '*.phone', 'authorization', '*.authorization', 'cookie'],
      censor: '[cut]',
    },
  });
}
