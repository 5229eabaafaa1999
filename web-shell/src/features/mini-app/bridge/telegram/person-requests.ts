import { askAndTell, requestId, works } from './fields.ts';
import type { TelegramRequest } from './requests.ts';

/** What belongs to the person. Refused, too, where the manifest does not declare it. */
export const personRequests: Readonly<Record<string, TelegramRequest>> = {
  web_app_request_write_access: works((context) =>
    askAndTell(
      context,
      ['people.getAttributes', { scope: 'writeToMe' }],
      () => context.tell('write_access_requested', { status: 'allowed' }),
      () => context.tell('write_access_requested', { status: 'cancelled' }),
    ),
  ),
  // The number itself comes by the custom method `getRequestedContact`.
  web_app_request_phone: works((context) =>
    askAndTell(
      context,
      ['people.getAttributes', { scope: 'phoneNumber' }],
      ({ proof }) => {
        context.state.contact = proof ?? '';
        context.tell('phone_requested', { status: proof === undefined ? 'cancelled' : 'sent' });
      },
      () => context.tell('phone_requested', { status: 'cancelled' }),
    ),
  ),
  web_app_check_location: works((context, data) =>
    askAndTell(
      context,
      ['people.listScopes', {}],
      ({ scopes }) => {
        const declared = scopes.find(({ scope }) => scope === 'location');
        const isGranted = declared?.isGranted === true;
        const access = { access_requested: isGranted || context.state.hasAskedPlace, access_granted: isGranted };
        const answer = declared === undefined ? { available: false } : { available: true, ...access };
        context.tell('location_checked', { ...requestId(data), ...answer });
      },
      () => context.tell('location_checked', { ...requestId(data), available: false }),
    ),
  ),
  web_app_request_location: works((context, data) => {
    context.state.hasAskedPlace = true;
    return askAndTell(
      context,
      ['people.getAttributes', { scope: 'location' }],
      ({ values: { latitude, longitude, accuracyMeters } }) =>
        context.tell('location_requested', {
          ...requestId(data),
          ...{ available: true, latitude, longitude, horizontal_accuracy: accuracyMeters },
        }),
      () => context.tell('location_requested', { ...requestId(data), available: false }),
    );
  }),
};
