/** Requests of Telegram Web Apps by the version that brought them. Source: core.telegram.org/bots/webapps. */
export const telegramVersions: Readonly<Record<string, string>> = {
  '6.0':
    'iframe_ready iframe_will_reload web_app_close web_app_data_send web_app_expand web_app_open_link web_app_ready ' +
    'web_app_request_theme web_app_request_viewport web_app_setup_main_button web_app_setup_closing_behavior',
  '6.1':
    'web_app_open_tg_link web_app_open_invoice web_app_setup_back_button web_app_set_background_color ' +
    'web_app_set_header_color web_app_trigger_haptic_feedback',
  '6.2': 'web_app_open_popup',
  '6.4': 'web_app_open_scan_qr_popup web_app_close_scan_qr_popup web_app_read_text_from_clipboard',
  '6.7': 'web_app_switch_inline_query',
  '6.9': 'web_app_invoke_custom_method web_app_request_write_access web_app_request_phone',
  '6.10': 'web_app_setup_settings_button',
  '7.2':
    'web_app_biometry_get_info web_app_biometry_request_access web_app_biometry_request_auth ' +
    'web_app_biometry_update_token web_app_biometry_open_settings',
  '7.7': 'web_app_setup_swipe_behavior',
  '7.8': 'web_app_share_to_story',
  '7.10': 'web_app_setup_secondary_button web_app_set_bottom_bar_color',
  '8.0':
    'web_app_request_safe_area web_app_request_content_safe_area web_app_request_fullscreen web_app_exit_fullscreen ' +
    'web_app_toggle_orientation_lock web_app_add_to_home_screen web_app_check_home_screen web_app_set_emoji_status ' +
    'web_app_request_emoji_status_access web_app_check_location web_app_request_location ' +
    'web_app_open_location_settings web_app_request_file_download web_app_send_prepared_message ' +
    'web_app_start_accelerometer web_app_stop_accelerometer web_app_start_gyroscope web_app_stop_gyroscope ' +
    'web_app_start_device_orientation web_app_stop_device_orientation',
  '9.0':
    'web_app_device_storage_save_key web_app_device_storage_get_key web_app_device_storage_clear ' +
    'web_app_secure_storage_save_key web_app_secure_storage_get_key web_app_secure_storage_restore_key ' +
    'web_app_secure_storage_clear',
  '9.1': 'web_app_hide_keyboard',
};

/** What the words of the table leave open. */
export const notes: Readonly<Record<string, string>> = {
  web_app_data_send: 'not heard: no message and no update carries such data; our script throws `WebAppDataInvalid`',
  web_app_setup_main_button: 'in the colours of the shell, without shine',
  web_app_setup_secondary_button: 'in the colours of the shell, without shine',
  web_app_setup_swipe_behavior: 'no swipe closes a window',
  web_app_share_to_story: 'there are no stories: the person may send words and address to a chat',
  web_app_switch_inline_query: 'apps are told at their launch that they may not',
  web_app_biometry_open_settings: 'belongs to what is told to be absent; the dialect has no answer',
  web_app_open_location_settings: 'belongs to what is told to be absent; the dialect has no answer',
  web_app_open_scan_qr_popup: 'where the browser reads codes; elsewhere it is told to be closed',
  web_app_invoke_custom_method: 'the cloud storage, the time and the contact; others are refused by name',
  web_app_request_phone: 'where the manifest declares `phoneNumber`; to the app, signed, with no message to its bot',
  web_app_check_location: 'where the manifest declares `location`',
  web_app_request_location: 'the same',
  web_app_request_write_access: 'where the manifest declares `writeToMe`',
  web_app_toggle_orientation_lock: 'where the browser lets it: in fullscreen, on what can be turned',
  web_app_add_to_home_screen: 'by the browser, or told how; made by hand it has no event',
  web_app_check_home_screen: '`unknown` where the browser does not tell',
  web_app_trigger_haptic_feedback: 'felt where the device can vibrate',
  web_app_secure_storage_save_key: 'encrypted with a key that the browser gives to no script',
  WebAppMaxShare: 'words and links; a message by its `mid` is refused',
  WebAppOpenCodeReader: 'where the browser reads codes',
  WebAppRequestPhone: 'where the manifest declares `phoneNumber`',
  WebAppSetupVerticalSwipes: 'no swipe closes a window',
  VKWebAppGetUserInfo: 'of oneself alone: number and name, the rest blank',
  VKWebAppGetGeodata: 'where the manifest declares `location`',
  VKWebAppOpenCodeReader: 'where the browser reads codes',
  VKWebAppOpenQR: 'the same, by its older name',
  VKWebAppDenyNotifications: 'when the person pressed something',
  VKWebAppAddToFavorites: 'among _My apps_, when the person agrees',
  VKWebAppOpenApp: 'by the number or the id here, when the person agrees; `location` is its start parameter',
  VKWebAppRecommend: 'a card that opens the app, to a chat that the person chooses',
  VKWebAppShowInviteBox: 'the same',
  VKWebAppFlashGetInfo: 'told to be absent',
  VKWebAppCheckNativeAds: 'told to be absent',
  VKWebAppShare: 'to a chat that the person chooses',
  VKWebAppGetPhoneNumber: 'where the manifest declares `phoneNumber`; `sign` as the dialect has it',
  VKWebAppAllowMessagesFromGroup: 'from the own bot, where the manifest declares `writeToMe`',
  VKWebAppAllowNotifications: 'where the manifest declares `notifications`',
  VKWebAppGetGrantedPermissions: '`location`, when it is granted',
  VKWebAppCheckAllowedScopes: 'none: they are rights over an account elsewhere',
  VKWebAppAddToHomeScreen: 'made by hand it fails with 1, since no browser tells',
  VKWebAppAddToHomeScreenInfo: 'added as far as the browser tells',
};
