import { z } from 'zod';
import { Language } from './accounts.ts';
import { App } from './apps.ts';
import { defineMethod } from './core/define-method.ts';
import { OrganisationId } from './core/ids.ts';
import { AppSlug } from './manifest.ts';

/** Most apps that one organisation has for its people. */
export const MAX_ORGANISATION_APPS = 50;

const place = { app: AppSlug, organisationId: OrganisationId };

const handOver = defineMethod({
  name: 'apps.handOver',
  summary:
    "Hands an app of the caller's own, with its bot, to an organisation that the caller owns or administers: from then on its owners and admins act for it. Its token is replaced, and its bot's address for updates is to be set anew. There is no way back.",
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(place),
  output: z.object({
    changed: z.boolean(),
    /** The new one, shown this once; absent when nothing changed. */
    token: z.string().optional(),
  }),
  errors: ['not_found', 'conflict'],
  perMinute: 20,
});

const installForOrganisation = defineMethod({
  name: 'apps.installForOrganisation',
  summary:
    'Puts an app into the catalogue of the people of an organisation, or takes it away, by an owner or admin. The app gets nothing by it: each person decides, and the organisation is not told who opens it. Windows that were opened through the organisation end when it is taken away.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...place, isInstalled: z.boolean() }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const ofOrganisation = defineMethod({
  name: 'apps.ofOrganisation',
  summary: 'What an organisation of the caller has installed for its people, and the apps that it owns, by name.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ organisationId: OrganisationId, language: Language }),
  output: z.object({ installed: z.array(App), owned: z.array(App) }),
  errors: ['not_found'],
});

export const organisationAppMethods = { handOver, installForOrganisation, ofOrganisation };
