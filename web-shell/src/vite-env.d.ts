/// <reference types="vite/client" />

// What `emoji.config.ts` leaves of these files.
declare module 'emojibase-data/en/data.json?list' {
  export const groups: readonly (readonly (readonly [emoji: string, version: number, hasTones: 0 | 1])[])[];
}

declare module 'emojibase-data/*?words' {
  export const lines: readonly string[];
}
