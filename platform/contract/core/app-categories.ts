/** The shelves of the catalogue, in the order they are shown. */
export const appCategories = [
  'public-services',
  'education',
  'finance',
  'health',
  'transport',
  'shopping',
  'news',
  'communication',
  'games',
  'tools',
  'other',
] as const;
