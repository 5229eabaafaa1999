import { idle, refused, requestId, textOf } from './fields.ts';
import type { TelegramRequest } from './requests.ts';

const failing = (eventType: string, answer: object): TelegramRequest =>
  refused(({ tell }, data) => tell(eventType, { ...requestId(data), ...answer }));
const unsupported = { error: 'UNSUPPORTED' };

/** What this shell does not do, each with the refusal that the dialect has for it. */
export const refusedRequests: Readonly<Record<string, TelegramRequest>> = {
  web_app_open_invoice: refused(({ tell }, { slug }) =>
    tell('invoice_closed', { slug: textOf(slug, 256), status: 'failed' }),
  ),
  // Apps are told at their launch that their bot answers no inline queries, and may not call it.
  web_app_switch_inline_query: { ...idle, is: 'refused' },
  web_app_biometry_get_info: failing('biometry_info_received', { available: false }),
  web_app_biometry_request_access: failing('biometry_info_received', { available: false }),
  web_app_biometry_request_auth: failing('biometry_auth_requested', { status: 'failed' }),
  web_app_biometry_update_token: failing('biometry_token_updated', { status: 'failed' }),
  // These two have no answer: what they would open belongs to what is told to be absent.
  web_app_biometry_open_settings: { ...idle, is: 'refused' },
  web_app_open_location_settings: { ...idle, is: 'refused' },
  web_app_set_emoji_status: failing('emoji_status_failed', unsupported),
  web_app_request_emoji_status_access: failing('emoji_status_access_requested', { status: 'cancelled' }),
  web_app_send_prepared_message: failing('prepared_message_failed', unsupported),
  web_app_start_accelerometer: failing('accelerometer_failed', unsupported),
  web_app_stop_accelerometer: failing('accelerometer_stopped', {}),
  web_app_start_gyroscope: failing('gyroscope_failed', unsupported),
  web_app_stop_gyroscope: failing('gyroscope_stopped', {}),
  web_app_start_device_orientation: failing('device_orientation_failed', unsupported),
  web_app_stop_device_orientation: failing('device_orientation_stopped', {}),
};
