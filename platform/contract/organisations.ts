import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, OrganisationId, Timestamp } from './core/ids.ts';
import { PlainText, ShownName } from './core/text.ts';
import { AppSlug } from './manifest.ts';

/** Organisations that one person may own, people that one may have with its invitations, and invitations that wait for one person. */
export const MAX_OWN_ORGANISATIONS = 10;
export const MAX_ORGANISATION_MEMBERS = 5_000;
export const MAX_INVITATIONS = 20;

/** Days for which an organisation does not invite anew whoever declined. */
export const DECLINED_DAYS = 30;

export const OrganisationKind = z.enum(['agency', 'school', 'company']);
export type OrganisationKind = z.infer<typeof OrganisationKind>;

/**
 * `owner`: everything. `admin`: invites and removes members, installs apps and acts for those of the organisation.
 * `member`: is given its apps.
 */
export const OrganisationRole = z.enum(['owner', 'admin', 'member']);
export type OrganisationRole = z.infer<typeof OrganisationRole>;

/** `waiting`: moderators were asked. `withdrawn`: they took the verification back. */
export const Verification = z.enum(['none', 'waiting', 'verified', 'refused', 'withdrawn']);
export type Verification = z.infer<typeof Verification>;

const Names = z.strictObject({ ru: ShownName.max(100), en: ShownName.max(100) });

/** A host of the public internet where people find the organisation; nothing is asked of it. */
const WebHost = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a host name such as "school5.example.org", without scheme, port and path',
  )
  .meta({ examples: ['school5.example.org'] });

/** An organisation as anyone is shown it who meets something of it. */
export const OrganisationFace = z.object({
  organisationId: OrganisationId,
  kind: OrganisationKind,
  /** In the language that was asked for. */
  name: z.string(),
  /** Moderators of the platform have checked who it is. */
  isVerified: z.boolean(),
  /** Of a verified one alone: what others say of themselves nobody has checked. */
  webHost: z.string().optional(),
});
export type OrganisationFace = z.infer<typeof OrganisationFace>;

/** An organisation as its people and the moderators see it. */
export const Organisation = z.object({
  organisationId: OrganisationId,
  kind: OrganisationKind,
  slug: AppSlug,
  /** What the owner calls it. */
  names: z.object({ ru: z.string(), en: z.string() }),
  /** What it is shown as instead, as long as it is verified: set by the moderator who did so. */
  officialNames: z.object({ ru: z.string(), en: z.string() }).optional(),
  webHost: z.string().optional(),
  verification: Verification,
  /** What a moderator said at the last decision; for its owners and admins. */
  note: z.string().optional(),
  createdAt: Timestamp,
});
export type Organisation = z.infer<typeof Organisation>;

/** One's own place in an organisation. */
export const OwnOrganisation = Organisation.extend({
  role: OrganisationRole,
  /** Invited, and has not agreed. */
  isInvited: z.boolean(),
  /** Without those who are invited; for its owners and admins. */
  memberCount: z.int().optional(),
});
export type OwnOrganisation = z.infer<typeof OwnOrganisation>;

const OrganisationMember = z.object({ account: Account, role: OrganisationRole, isInvited: z.boolean() });

const place = { organisationId: OrganisationId };
const person = { ...place, accountId: AccountId };
const changed = z.object({ changed: z.boolean() });
const organisation = z.object({ organisation: OwnOrganisation });

export const create = defineMethod({
  name: 'organisations.create',
  summary:
    'Makes an organisation, which the caller owns. Nobody has checked it; names that could pass for those of the state are set by a moderator who verifies it.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ kind: OrganisationKind, names: Names, slug: AppSlug, webHost: WebHost.optional() }),
  output: organisation,
  errors: ['conflict'],
  perMinute: 10,
});

export const update = defineMethod({
  name: 'organisations.update',
  summary:
    'Changes names and host, by an owner. What waits for verification waits no more; a verified organisation stays as it was checked.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...place, names: Names, webHost: WebHost.nullable() }),
  output: organisation,
  errors: ['not_found', 'conflict'],
  perMinute: 20,
});

export const close = defineMethod({
  name: 'organisations.close',
  summary: 'Ends an organisation of whose people the owner alone is left, and which owns no apps.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject(place),
  output: z.object({}),
  errors: ['not_found', 'conflict'],
});

export const own = defineMethod({
  name: 'organisations.own',
  summary: 'Organisations of the caller, and those that invited: these come first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ organisations: z.array(OwnOrganisation) }),
  errors: [],
});

export const listMembers = defineMethod({
  name: 'organisations.listMembers',
  summary:
    'People of an organisation in their roles, owners first. Owners and admins see everyone; a member sees who owns and administers it.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    ...place,
    cursor: z.string().max(40).optional(),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.object({ members: z.array(OrganisationMember), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const invite = defineMethod({
  name: 'organisations.invite',
  summary:
    'Invites a person as a member, by an owner or admin. Nobody is a member before they agree; whoever lets nobody add them to chats cannot be invited either, nor for 30 days who declined.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(person),
  output: changed,
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

export const answer = defineMethod({
  name: 'organisations.answer',
  summary: 'Agrees to an invitation, or declines it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...place, isAccepted: z.boolean() }),
  output: changed,
  errors: ['not_found'],
});

export const leave = defineMethod({
  name: 'organisations.leave',
  summary: 'Leaves an organisation at once: windows opened through it end. The last owner stays.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject(place),
  output: z.object({}),
  errors: ['not_found', 'conflict'],
});

export const remove = defineMethod({
  name: 'organisations.remove',
  summary:
    'Takes a member or an invitation out, by an owner or admin; an admin by an owner. Owners are removed by nobody.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject(person),
  output: changed,
  errors: ['not_found', 'conflict'],
});

export const setRole = defineMethod({
  name: 'organisations.setRole',
  summary: 'Gives a member another role, by an owner. Another owner keeps theirs; the last owner keeps the own, too.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...person, role: OrganisationRole }),
  output: changed,
  errors: ['not_found', 'conflict'],
});

export const requestVerification = defineMethod({
  name: 'organisations.requestVerification',
  summary: 'Asks moderators of the platform to check who an organisation is, by an owner.',
  scope: 'session',
  idempotency: 'natural',
  /** How they can check it, and under which name it is to be shown. */
  input: z.strictObject({ ...place, text: PlainText.trim().min(1).max(1000) }),
  output: organisation,
  errors: ['not_found', 'conflict'],
  perMinute: 10,
});

export const queue = defineMethod({
  name: 'organisations.queue',
  summary:
    'For moderators of the platform: organisations that wait to be verified, the longest waiting first, or those that are, the last one first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ state: z.enum(['waiting', 'verified']).default('waiting') }),
  output: z.object({
    organisations: z.array(
      Organisation.extend({
        /** What the owner said. */
        request: z.string(),
        /** When it was asked for; a decision names it, so that it is about what was read. */
        askedAt: Timestamp,
        owners: z.array(Account),
      }),
    ),
  }),
  errors: [],
});

export const decide = defineMethod({
  name: 'organisations.decide',
  summary:
    'Verifies an organisation that waits, refuses it, or takes the verification back, as a moderator of the platform. Every decision says why and is on record; nobody decides on an organisation of theirs.',
  scope: 'session',
  idempotency: 'natural',
  input: z
    .strictObject({
      ...place,
      /** Of the queue. */
      askedAt: Timestamp,
      outcome: z.enum(['verified', 'refused', 'withdrawn']),
      note: PlainText.trim().min(1).max(500),
      /** What it is shown as while it is verified; this alone may have words of the state. */
      officialNames: Names.optional(),
    })
    .refine(({ outcome, officialNames }) => outcome === 'verified' || officialNames === undefined, {
      path: ['officialNames'],
      message: 'are for a verified organisation',
    })
    .meta({
      examples: [
        {
          organisationId: 1,
          askedAt: '2027-03-01T09:00:00.000Z',
          outcome: 'refused',
          note: 'No such school in the register',
        },
      ],
    }),
  output: z.object({ organisation: Organisation }),
  errors: ['not_found', 'conflict'],
});

export const organisationMethods = {
  create,
  update,
  close,
  own,
  listMembers,
  invite,
  answer,
  leave,
  remove,
  setRole,
  requestVerification,
  queue,
  decide,
};
