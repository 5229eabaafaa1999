import { z } from 'zod';
import { Language } from './accounts.ts';
import { App } from './apps.ts';
import { defineMethod } from './core/define-method.ts';
import { AppId } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { AppCategory, AppSlug } from './manifest.ts';
import { OrganisationFace } from './organisations.ts';

/** Most apps of the recently used that are kept in mind. */
export const MAX_RECENT_APPS = 20;

/** From how many ratings on an average is told: below, it would say who rated. */
export const MIN_RATINGS_SHOWN = 3;

/** An app as the catalogue shows it. */
export const CatalogueApp = App.extend({
  category: AppCategory,
  /** How many people opened it in the last 28 days, counted every hour. */
  monthlyPeople: z.int().min(0),
  /** Average of 1 to 5 stars, to one decimal; absent below three ratings. */
  rating: z.object({ average: z.number().min(1).max(5), count: z.int().min(1) }).optional(),
  /** The caller's own stars. */
  ownStars: z.int().min(1).max(5).optional(),
});
export type CatalogueApp = z.infer<typeof CatalogueApp>;

const language = {
  /** Of names and descriptions; the account's own when absent. */
  language: Language.optional(),
};

export const search = defineMethod({
  name: 'catalogue.search',
  summary:
    'Mini-apps that anyone can open. First those whose name begins with the words, then those with all words in the name, then in the description; among equals by (rating sum + 35) / (ratings + 10) * ln(2 + people of 28 days). Nothing else counts, and no place can be bought.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({
    query: PlainText.trim().min(1).max(64).optional(),
    category: AppCategory.optional(),
    /** Apps of verified organisations of this kind alone. */
    ownedBy: z.enum(['agency', 'school']).optional(),
    /** The one with this id or number alone. */
    app: z.union([AppSlug, AppId]).optional(),
    ...language,
    cursor: z.string().max(16).optional(),
    limit: z.int().min(1).max(50).default(30),
  }),
  output: z.object({ apps: z.array(CatalogueApp), nextCursor: z.string().optional() }),
  errors: [],
  perMinute: 120,
});

export const recent = defineMethod({
  name: 'catalogue.recent',
  summary: 'Mini-apps that the caller opened, last used first. Nobody else sees this list.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ ...language }),
  output: z.object({ apps: z.array(CatalogueApp) }),
  errors: [],
});

export const fromOrganisations = defineMethod({
  name: 'catalogue.fromOrganisations',
  summary: "What the caller's organisations have installed for their people, by organisation.",
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ ...language }),
  output: z.object({
    organisations: z.array(z.object({ organisation: OrganisationFace, apps: z.array(CatalogueApp).min(1) })),
  }),
  errors: [],
});

export const forget = defineMethod({
  name: 'catalogue.forget',
  summary: 'Takes an app out of the recently used, and the rating of the caller with it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ app: AppSlug }),
  output: z.object({ changed: z.boolean() }),
  errors: [],
});

export const rate = defineMethod({
  name: 'catalogue.rate',
  summary: 'Gives an app 1 to 5 stars, or takes them back; for those who opened it. Its developer cannot.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ app: AppSlug, stars: z.int().min(1).max(5).nullable() }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'forbidden'],
  perMinute: 30,
});

export const catalogueMethods = { search, recent, fromOrganisations, forget, rate };
