// Generated from the published shapes (Bot API 10.1) by tests/conformance/telegram/generate-shapes.ts.
// One method or type a line: `name!` is required, `[T]` a list, `A | B` one of several.
export const methodShapes = `
getUpdates(offset: Integer, limit: Integer, timeout: Integer, allowed_updates: [String])
setWebhook(url!: String, certificate: InputFile, ip_address: String, max_connections: Integer, allowed_updates: [String], drop_pending_updates: Boolean, secret_token: String)
deleteWebhook(drop_pending_updates: Boolean)
getWebhookInfo()
getMe()
logOut()
close()
sendMessage(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, text!: String, parse_mode: String, entities: [MessageEntity], link_preview_options: LinkPreviewOptions, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
forwardMessage(chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, from_chat_id!: Integer | String, video_start_timestamp: Integer, disable_notification: Boolean, protect_content: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, message_id!: Integer)
forwardMessages(chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, from_chat_id!: Integer | String, message_ids!: [Integer], disable_notification: Boolean, protect_content: Boolean)
copyMessage(chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, from_chat_id!: Integer | String, message_id!: Integer, video_start_timestamp: Integer, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
copyMessages(chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, from_chat_id!: Integer | String, message_ids!: [Integer], disable_notification: Boolean, protect_content: Boolean, remove_caption: Boolean)
sendPhoto(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, photo!: InputFile | String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, has_spoiler: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendLivePhoto(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, live_photo!: InputFile | String, photo!: InputFile | String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, has_spoiler: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendAudio(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, audio!: InputFile | String, caption: String, parse_mode: String, caption_entities: [MessageEntity], duration: Integer, performer: String, title: String, thumbnail: InputFile | String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendDocument(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, document!: InputFile | String, thumbnail: InputFile | String, caption: String, parse_mode: String, caption_entities: [MessageEntity], disable_content_type_detection: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendVideo(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, video!: InputFile | String, duration: Integer, width: Integer, height: Integer, thumbnail: InputFile | String, cover: InputFile | String, start_timestamp: Integer, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, has_spoiler: Boolean, supports_streaming: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendAnimation(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, animation!: InputFile | String, duration: Integer, width: Integer, height: Integer, thumbnail: InputFile | String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, has_spoiler: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendVoice(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, voice!: InputFile | String, caption: String, parse_mode: String, caption_entities: [MessageEntity], duration: Integer, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendVideoNote(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, video_note!: InputFile | String, duration: Integer, length: Integer, thumbnail: InputFile | String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendPaidMedia(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, star_count!: Integer, media!: [InputPaidMedia], payload: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendMediaGroup(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, media!: [InputMediaAudio] | [InputMediaDocument] | [InputMediaLivePhoto] | [InputMediaPhoto] | [InputMediaVideo], disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, reply_parameters: ReplyParameters)
sendLocation(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, latitude!: Float, longitude!: Float, horizontal_accuracy: Float, live_period: Integer, heading: Integer, proximity_alert_radius: Integer, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendVenue(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, latitude!: Float, longitude!: Float, title!: String, address!: String, foursquare_id: String, foursquare_type: String, google_place_id: String, google_place_type: String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendContact(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, phone_number!: String, first_name!: String, last_name: String, vcard: String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendPoll(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, question!: String, question_parse_mode: String, question_entities: [MessageEntity], options!: [InputPollOption], is_anonymous: Boolean, type: String, allows_multiple_answers: Boolean, allows_revoting: Boolean, shuffle_options: Boolean, allow_adding_options: Boolean, hide_results_until_closes: Boolean, members_only: Boolean, country_codes: [String], correct_option_ids: [Integer], explanation: String, explanation_parse_mode: String, explanation_entities: [MessageEntity], explanation_media: InputPollMedia, open_period: Integer, close_date: Integer, is_closed: Boolean, description: String, description_parse_mode: String, description_entities: [MessageEntity], media: InputPollMedia, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendChecklist(business_connection_id!: String, chat_id!: Integer | String, checklist!: InputChecklist, disable_notification: Boolean, protect_content: Boolean, message_effect_id: String, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup)
sendDice(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, emoji: String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendMessageDraft(chat_id!: Integer, message_thread_id: Integer, draft_id!: Integer, text: String, parse_mode: String, entities: [MessageEntity])
sendChatAction(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, action!: String)
setMessageReaction(chat_id!: Integer | String, message_id!: Integer, reaction: [ReactionType], is_big: Boolean)
getUserProfilePhotos(user_id!: Integer, offset: Integer, limit: Integer)
getUserProfileAudios(user_id!: Integer, offset: Integer, limit: Integer)
setUserEmojiStatus(user_id!: Integer, emoji_status_custom_emoji_id: String, emoji_status_expiration_date: Integer)
getFile(file_id!: String)
banChatMember(chat_id!: Integer | String, user_id!: Integer, until_date: Integer, revoke_messages: Boolean)
unbanChatMember(chat_id!: Integer | String, user_id!: Integer, only_if_banned: Boolean)
restrictChatMember(chat_id!: Integer | String, user_id!: Integer, permissions!: ChatPermissions, use_independent_chat_permissions: Boolean, until_date: Integer)
promoteChatMember(chat_id!: Integer | String, user_id!: Integer, is_anonymous: Boolean, can_manage_chat: Boolean, can_delete_messages: Boolean, can_manage_video_chats: Boolean, can_restrict_members: Boolean, can_promote_members: Boolean, can_change_info: Boolean, can_invite_users: Boolean, can_post_stories: Boolean, can_edit_stories: Boolean, can_delete_stories: Boolean, can_post_messages: Boolean, can_edit_messages: Boolean, can_pin_messages: Boolean, can_manage_topics: Boolean, can_manage_direct_messages: Boolean, can_manage_tags: Boolean)
setChatAdministratorCustomTitle(chat_id!: Integer | String, user_id!: Integer, custom_title!: String)
setChatMemberTag(chat_id!: Integer | String, user_id!: Integer, tag: String)
banChatSenderChat(chat_id!: Integer | String, sender_chat_id!: Integer)
unbanChatSenderChat(chat_id!: Integer | String, sender_chat_id!: Integer)
setChatPermissions(chat_id!: Integer | String, permissions!: ChatPermissions, use_independent_chat_permissions: Boolean)
exportChatInviteLink(chat_id!: Integer | String)
createChatInviteLink(chat_id!: Integer | String, name: String, expire_date: Integer, member_limit: Integer, creates_join_request: Boolean)
editChatInviteLink(chat_id!: Integer | String, invite_link!: String, name: String, expire_date: Integer, member_limit: Integer, creates_join_request: Boolean)
createChatSubscriptionInviteLink(chat_id!: Integer | String, name: String, subscription_period!: Integer, subscription_price!: Integer)
editChatSubscriptionInviteLink(chat_id!: Integer | String, invite_link!: String, name: String)
revokeChatInviteLink(chat_id!: Integer | String, invite_link!: String)
approveChatJoinRequest(chat_id!: Integer | String, user_id!: Integer)
declineChatJoinRequest(chat_id!: Integer | String, user_id!: Integer)
answerChatJoinRequestQuery(chat_join_request_query_id!: String, result!: String)
sendChatJoinRequestWebApp(chat_join_request_query_id!: String, web_app_url!: String)
setChatPhoto(chat_id!: Integer | String, photo!: InputFile)
deleteChatPhoto(chat_id!: Integer | String)
setChatTitle(chat_id!: Integer | String, title!: String)
setChatDescription(chat_id!: Integer | String, description: String)
pinChatMessage(business_connection_id: String, chat_id!: Integer | String, message_id!: Integer, disable_notification: Boolean)
unpinChatMessage(business_connection_id: String, chat_id!: Integer | String, message_id: Integer)
unpinAllChatMessages(chat_id!: Integer | String)
leaveChat(chat_id!: Integer | String)
getChat(chat_id!: Integer | String)
getChatAdministrators(chat_id!: Integer | String, return_bots: Boolean)
getChatMemberCount(chat_id!: Integer | String)
getChatMember(chat_id!: Integer | String, user_id!: Integer)
getUserPersonalChatMessages(user_id!: Integer, limit!: Integer)
setChatStickerSet(chat_id!: Integer | String, sticker_set_name!: String)
deleteChatStickerSet(chat_id!: Integer | String)
getForumTopicIconStickers()
createForumTopic(chat_id!: Integer | String, name!: String, icon_color: Integer, icon_custom_emoji_id: String)
editForumTopic(chat_id!: Integer | String, message_thread_id!: Integer, name: String, icon_custom_emoji_id: String)
closeForumTopic(chat_id!: Integer | String, message_thread_id!: Integer)
reopenForumTopic(chat_id!: Integer | String, message_thread_id!: Integer)
deleteForumTopic(chat_id!: Integer | String, message_thread_id!: Integer)
unpinAllForumTopicMessages(chat_id!: Integer | String, message_thread_id!: Integer)
editGeneralForumTopic(chat_id!: Integer | String, name!: String)
closeGeneralForumTopic(chat_id!: Integer | String)
reopenGeneralForumTopic(chat_id!: Integer | String)
hideGeneralForumTopic(chat_id!: Integer | String)
unhideGeneralForumTopic(chat_id!: Integer | String)
unpinAllGeneralForumTopicMessages(chat_id!: Integer | String)
answerCallbackQuery(callback_query_id!: String, text: String, show_alert: Boolean, url: String, cache_time: Integer)
answerGuestQuery(guest_query_id!: String, result!: InlineQueryResult)
getUserChatBoosts(chat_id!: Integer | String, user_id!: Integer)
getBusinessConnection(business_connection_id!: String)
getManagedBotToken(user_id!: Integer)
replaceManagedBotToken(user_id!: Integer)
getManagedBotAccessSettings(user_id!: Integer)
setManagedBotAccessSettings(user_id!: Integer, is_access_restricted!: Boolean, added_user_ids: [Integer])
setMyCommands(commands!: [BotCommand], scope: BotCommandScope, language_code: String)
deleteMyCommands(scope: BotCommandScope, language_code: String)
getMyCommands(scope: BotCommandScope, language_code: String)
setMyName(name: String, language_code: String)
getMyName(language_code: String)
setMyDescription(description: String, language_code: String)
getMyDescription(language_code: String)
setMyShortDescription(short_description: String, language_code: String)
getMyShortDescription(language_code: String)
setMyProfilePhoto(photo!: InputProfilePhoto)
removeMyProfilePhoto()
setChatMenuButton(chat_id: Integer, menu_button: MenuButton)
getChatMenuButton(chat_id: Integer)
setMyDefaultAdministratorRights(rights: ChatAdministratorRights, for_channels: Boolean)
getMyDefaultAdministratorRights(for_channels: Boolean)
getAvailableGifts()
sendGift(user_id: Integer, chat_id: Integer | String, gift_id!: String, pay_for_upgrade: Boolean, text: String, text_parse_mode: String, text_entities: [MessageEntity])
giftPremiumSubscription(user_id!: Integer, month_count!: Integer, star_count!: Integer, text: String, text_parse_mode: String, text_entities: [MessageEntity])
verifyUser(user_id!: Integer, custom_description: String)
verifyChat(chat_id!: Integer | String, custom_description: String)
removeUserVerification(user_id!: Integer)
removeChatVerification(chat_id!: Integer | String)
readBusinessMessage(business_connection_id!: String, chat_id!: Integer, message_id!: Integer)
deleteBusinessMessages(business_connection_id!: String, message_ids!: [Integer])
setBusinessAccountName(business_connection_id!: String, first_name!: String, last_name: String)
setBusinessAccountUsername(business_connection_id!: String, username: String)
setBusinessAccountBio(business_connection_id!: String, bio: String)
setBusinessAccountProfilePhoto(business_connection_id!: String, photo!: InputProfilePhoto, is_public: Boolean)
removeBusinessAccountProfilePhoto(business_connection_id!: String, is_public: Boolean)
setBusinessAccountGiftSettings(business_connection_id!: String, show_gift_button!: Boolean, accepted_gift_types!: AcceptedGiftTypes)
getBusinessAccountStarBalance(business_connection_id!: String)
transferBusinessAccountStars(business_connection_id!: String, star_count!: Integer)
getBusinessAccountGifts(business_connection_id!: String, exclude_unsaved: Boolean, exclude_saved: Boolean, exclude_unlimited: Boolean, exclude_limited_upgradable: Boolean, exclude_limited_non_upgradable: Boolean, exclude_unique: Boolean, exclude_from_blockchain: Boolean, sort_by_price: Boolean, offset: String, limit: Integer)
getUserGifts(user_id!: Integer, exclude_unlimited: Boolean, exclude_limited_upgradable: Boolean, exclude_limited_non_upgradable: Boolean, exclude_from_blockchain: Boolean, exclude_unique: Boolean, sort_by_price: Boolean, offset: String, limit: Integer)
getChatGifts(chat_id!: Integer | String, exclude_unsaved: Boolean, exclude_saved: Boolean, exclude_unlimited: Boolean, exclude_limited_upgradable: Boolean, exclude_limited_non_upgradable: Boolean, exclude_from_blockchain: Boolean, exclude_unique: Boolean, sort_by_price: Boolean, offset: String, limit: Integer)
convertGiftToStars(business_connection_id!: String, owned_gift_id!: String)
upgradeGift(business_connection_id!: String, owned_gift_id!: String, keep_original_details: Boolean, star_count: Integer)
transferGift(business_connection_id!: String, owned_gift_id!: String, new_owner_chat_id!: Integer, star_count: Integer)
postStory(business_connection_id!: String, content!: InputStoryContent, active_period!: Integer, caption: String, parse_mode: String, caption_entities: [MessageEntity], areas: [StoryArea], post_to_chat_page: Boolean, protect_content: Boolean)
repostStory(business_connection_id!: String, from_chat_id!: Integer, from_story_id!: Integer, active_period!: Integer, post_to_chat_page: Boolean, protect_content: Boolean)
editStory(business_connection_id!: String, story_id!: Integer, content!: InputStoryContent, caption: String, parse_mode: String, caption_entities: [MessageEntity], areas: [StoryArea])
deleteStory(business_connection_id!: String, story_id!: Integer)
answerWebAppQuery(web_app_query_id!: String, result!: InlineQueryResult)
savePreparedInlineMessage(user_id!: Integer, result!: InlineQueryResult, allow_user_chats: Boolean, allow_bot_chats: Boolean, allow_group_chats: Boolean, allow_channel_chats: Boolean)
savePreparedKeyboardButton(user_id!: Integer, button!: KeyboardButton)
editMessageText(business_connection_id: String, chat_id: Integer | String, message_id: Integer, inline_message_id: String, text: String, parse_mode: String, entities: [MessageEntity], link_preview_options: LinkPreviewOptions, rich_message: InputRichMessage, reply_markup: InlineKeyboardMarkup)
editMessageCaption(business_connection_id: String, chat_id: Integer | String, message_id: Integer, inline_message_id: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup)
editMessageMedia(business_connection_id: String, chat_id: Integer | String, message_id: Integer, inline_message_id: String, media!: InputMedia, reply_markup: InlineKeyboardMarkup)
editMessageLiveLocation(business_connection_id: String, chat_id: Integer | String, message_id: Integer, inline_message_id: String, latitude!: Float, longitude!: Float, live_period: Integer, horizontal_accuracy: Float, heading: Integer, proximity_alert_radius: Integer, reply_markup: InlineKeyboardMarkup)
stopMessageLiveLocation(business_connection_id: String, chat_id: Integer | String, message_id: Integer, inline_message_id: String, reply_markup: InlineKeyboardMarkup)
editMessageChecklist(business_connection_id!: String, chat_id!: Integer | String, message_id!: Integer, checklist!: InputChecklist, reply_markup: InlineKeyboardMarkup)
editMessageReplyMarkup(business_connection_id: String, chat_id: Integer | String, message_id: Integer, inline_message_id: String, reply_markup: InlineKeyboardMarkup)
stopPoll(business_connection_id: String, chat_id!: Integer | String, message_id!: Integer, reply_markup: InlineKeyboardMarkup)
approveSuggestedPost(chat_id!: Integer, message_id!: Integer, send_date: Integer)
declineSuggestedPost(chat_id!: Integer, message_id!: Integer, comment: String)
deleteMessage(chat_id!: Integer | String, message_id!: Integer)
deleteMessages(chat_id!: Integer | String, message_ids!: [Integer])
deleteMessageReaction(chat_id!: Integer | String, message_id!: Integer, user_id: Integer, actor_chat_id: Integer)
deleteAllMessageReactions(chat_id!: Integer | String, user_id: Integer, actor_chat_id: Integer)
sendSticker(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, sticker!: InputFile | String, emoji: String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
getStickerSet(name!: String)
getCustomEmojiStickers(custom_emoji_ids!: [String])
uploadStickerFile(user_id!: Integer, sticker!: InputFile, sticker_format!: String)
createNewStickerSet(user_id!: Integer, name!: String, title!: String, stickers!: [InputSticker], sticker_type: String, needs_repainting: Boolean)
addStickerToSet(user_id!: Integer, name!: String, sticker!: InputSticker)
setStickerPositionInSet(sticker!: String, position!: Integer)
deleteStickerFromSet(sticker!: String)
replaceStickerInSet(user_id!: Integer, name!: String, old_sticker!: String, sticker!: InputSticker)
setStickerEmojiList(sticker!: String, emoji_list!: [String])
setStickerKeywords(sticker!: String, keywords: [String])
setStickerMaskPosition(sticker!: String, mask_position: MaskPosition)
setStickerSetTitle(name!: String, title!: String)
setStickerSetThumbnail(name!: String, user_id!: Integer, thumbnail: InputFile | String, format!: String)
setCustomEmojiStickerSetThumbnail(name!: String, custom_emoji_id: String)
deleteStickerSet(name!: String)
sendRichMessage(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, rich_message!: InputRichMessage, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply)
sendRichMessageDraft(chat_id!: Integer, message_thread_id: Integer, draft_id!: Integer, rich_message!: InputRichMessage)
answerInlineQuery(inline_query_id!: String, results!: [InlineQueryResult], cache_time: Integer, is_personal: Boolean, next_offset: String, button: InlineQueryResultsButton)
sendInvoice(chat_id!: Integer | String, message_thread_id: Integer, direct_messages_topic_id: Integer, title!: String, description!: String, payload!: String, provider_token: String, currency!: String, prices!: [LabeledPrice], max_tip_amount: Integer, suggested_tip_amounts: [Integer], start_parameter: String, provider_data: String, photo_url: String, photo_size: Integer, photo_width: Integer, photo_height: Integer, need_name: Boolean, need_phone_number: Boolean, need_email: Boolean, need_shipping_address: Boolean, send_phone_number_to_provider: Boolean, send_email_to_provider: Boolean, is_flexible: Boolean, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, suggested_post_parameters: SuggestedPostParameters, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup)
createInvoiceLink(business_connection_id: String, title!: String, description!: String, payload!: String, provider_token: String, currency!: String, prices!: [LabeledPrice], subscription_period: Integer, max_tip_amount: Integer, suggested_tip_amounts: [Integer], provider_data: String, photo_url: String, photo_size: Integer, photo_width: Integer, photo_height: Integer, need_name: Boolean, need_phone_number: Boolean, need_email: Boolean, need_shipping_address: Boolean, send_phone_number_to_provider: Boolean, send_email_to_provider: Boolean, is_flexible: Boolean)
answerShippingQuery(shipping_query_id!: String, ok!: Boolean, shipping_options: [ShippingOption], error_message: String)
answerPreCheckoutQuery(pre_checkout_query_id!: String, ok!: Boolean, error_message: String)
getMyStarBalance()
getStarTransactions(offset: Integer, limit: Integer)
refundStarPayment(user_id!: Integer, telegram_payment_charge_id!: String)
editUserStarSubscription(user_id!: Integer, telegram_payment_charge_id!: String, is_canceled!: Boolean)
setPassportDataErrors(user_id!: Integer, errors!: [PassportElementError])
sendGame(business_connection_id: String, chat_id!: Integer | String, message_thread_id: Integer, game_short_name!: String, disable_notification: Boolean, protect_content: Boolean, allow_paid_broadcast: Boolean, message_effect_id: String, reply_parameters: ReplyParameters, reply_markup: InlineKeyboardMarkup)
setGameScore(user_id!: Integer, score!: Integer, force: Boolean, disable_edit_message: Boolean, chat_id: Integer, message_id: Integer, inline_message_id: String)
getGameHighScores(user_id!: Integer, chat_id: Integer, message_id: Integer, inline_message_id: String)
`;

export const typeShapes = `
AcceptedGiftTypes{unlimited_gifts!: Boolean, limited_gifts!: Boolean, unique_gifts!: Boolean, premium_subscription!: Boolean, gifts_from_channels!: Boolean}
BotCommand{command!: String, description!: String}
BotCommandScope = BotCommandScopeDefault | BotCommandScopeAllPrivateChats | BotCommandScopeAllGroupChats | BotCommandScopeAllChatAdministrators | BotCommandScopeChat | BotCommandScopeChatAdministrators | BotCommandScopeChatMember
BotCommandScopeAllChatAdministrators{type!: String}
BotCommandScopeAllGroupChats{type!: String}
BotCommandScopeAllPrivateChats{type!: String}
BotCommandScopeChat{type!: String, chat_id!: Integer | String}
BotCommandScopeChatAdministrators{type!: String, chat_id!: Integer | String}
BotCommandScopeChatMember{type!: String, chat_id!: Integer | String, user_id!: Integer}
BotCommandScopeDefault{type!: String}
CallbackGame{}
ChatAdministratorRights{is_anonymous!: Boolean, can_manage_chat!: Boolean, can_delete_messages!: Boolean, can_manage_video_chats!: Boolean, can_restrict_members!: Boolean, can_promote_members!: Boolean, can_change_info!: Boolean, can_invite_users!: Boolean, can_post_stories!: Boolean, can_edit_stories!: Boolean, can_delete_stories!: Boolean, can_post_messages: Boolean, can_edit_messages: Boolean, can_pin_messages: Boolean, can_manage_topics: Boolean, can_manage_direct_messages: Boolean, can_manage_tags: Boolean}
ChatPermissions{can_send_messages: Boolean, can_send_audios: Boolean, can_send_documents: Boolean, can_send_photos: Boolean, can_send_videos: Boolean, can_send_video_notes: Boolean, can_send_voice_notes: Boolean, can_send_polls: Boolean, can_send_other_messages: Boolean, can_add_web_page_previews: Boolean, can_react_to_messages: Boolean, can_edit_tag: Boolean, can_change_info: Boolean, can_invite_users: Boolean, can_pin_messages: Boolean, can_manage_topics: Boolean}
CopyTextButton{text!: String}
ForceReply{force_reply!: Boolean, input_field_placeholder: String, selective: Boolean}
InlineKeyboardButton{text!: String, icon_custom_emoji_id: String, style: String, url: String, callback_data: String, web_app: WebAppInfo, login_url: LoginUrl, switch_inline_query: String, switch_inline_query_current_chat: String, switch_inline_query_chosen_chat: SwitchInlineQueryChosenChat, copy_text: CopyTextButton, callback_game: CallbackGame, pay: Boolean}
InlineKeyboardMarkup{inline_keyboard!: [[InlineKeyboardButton]]}
InlineQueryResult = InlineQueryResultCachedAudio | InlineQueryResultCachedDocument | InlineQueryResultCachedGif | InlineQueryResultCachedMpeg4Gif | InlineQueryResultCachedPhoto | InlineQueryResultCachedSticker | InlineQueryResultCachedVideo | InlineQueryResultCachedVoice | InlineQueryResultArticle | InlineQueryResultAudio | InlineQueryResultContact | InlineQueryResultGame | InlineQueryResultDocument | InlineQueryResultGif | InlineQueryResultLocation | InlineQueryResultMpeg4Gif | InlineQueryResultPhoto | InlineQueryResultVenue | InlineQueryResultVideo | InlineQueryResultVoice
InlineQueryResultArticle{type!: String, id!: String, title!: String, input_message_content!: InputMessageContent, reply_markup: InlineKeyboardMarkup, url: String, description: String, thumbnail_url: String, thumbnail_width: Integer, thumbnail_height: Integer}
InlineQueryResultAudio{type!: String, id!: String, audio_url!: String, title!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], performer: String, audio_duration: Integer, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedAudio{type!: String, id!: String, audio_file_id!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedDocument{type!: String, id!: String, title!: String, document_file_id!: String, description: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedGif{type!: String, id!: String, gif_file_id!: String, title: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedMpeg4Gif{type!: String, id!: String, mpeg4_file_id!: String, title: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedPhoto{type!: String, id!: String, photo_file_id!: String, title: String, description: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedSticker{type!: String, id!: String, sticker_file_id!: String, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedVideo{type!: String, id!: String, video_file_id!: String, title!: String, description: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultCachedVoice{type!: String, id!: String, voice_file_id!: String, title!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultContact{type!: String, id!: String, phone_number!: String, first_name!: String, last_name: String, vcard: String, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent, thumbnail_url: String, thumbnail_width: Integer, thumbnail_height: Integer}
InlineQueryResultDocument{type!: String, id!: String, title!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], document_url!: String, mime_type!: String, description: String, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent, thumbnail_url: String, thumbnail_width: Integer, thumbnail_height: Integer}
InlineQueryResultGame{type!: String, id!: String, game_short_name!: String, reply_markup: InlineKeyboardMarkup}
InlineQueryResultGif{type!: String, id!: String, gif_url!: String, gif_width: Integer, gif_height: Integer, gif_duration: Integer, thumbnail_url!: String, thumbnail_mime_type: String, title: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultLocation{type!: String, id!: String, latitude!: Float, longitude!: Float, title!: String, horizontal_accuracy: Float, live_period: Integer, heading: Integer, proximity_alert_radius: Integer, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent, thumbnail_url: String, thumbnail_width: Integer, thumbnail_height: Integer}
InlineQueryResultMpeg4Gif{type!: String, id!: String, mpeg4_url!: String, mpeg4_width: Integer, mpeg4_height: Integer, mpeg4_duration: Integer, thumbnail_url!: String, thumbnail_mime_type: String, title: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultPhoto{type!: String, id!: String, photo_url!: String, thumbnail_url!: String, photo_width: Integer, photo_height: Integer, title: String, description: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultVenue{type!: String, id!: String, latitude!: Float, longitude!: Float, title!: String, address!: String, foursquare_id: String, foursquare_type: String, google_place_id: String, google_place_type: String, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent, thumbnail_url: String, thumbnail_width: Integer, thumbnail_height: Integer}
InlineQueryResultVideo{type!: String, id!: String, video_url!: String, mime_type!: String, thumbnail_url!: String, title!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, video_width: Integer, video_height: Integer, video_duration: Integer, description: String, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultVoice{type!: String, id!: String, voice_url!: String, title!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], voice_duration: Integer, reply_markup: InlineKeyboardMarkup, input_message_content: InputMessageContent}
InlineQueryResultsButton{text!: String, web_app: WebAppInfo, start_parameter: String}
InputChecklist{title!: String, parse_mode: String, title_entities: [MessageEntity], tasks!: [InputChecklistTask], others_can_add_tasks: Boolean, others_can_mark_tasks_as_done: Boolean}
InputChecklistTask{id!: Integer, text!: String, parse_mode: String, text_entities: [MessageEntity]}
InputContactMessageContent{phone_number!: String, first_name!: String, last_name: String, vcard: String}
InputInvoiceMessageContent{title!: String, description!: String, payload!: String, provider_token: String, currency!: String, prices!: [LabeledPrice], max_tip_amount: Integer, suggested_tip_amounts: [Integer], provider_data: String, photo_url: String, photo_size: Integer, photo_width: Integer, photo_height: Integer, need_name: Boolean, need_phone_number: Boolean, need_email: Boolean, need_shipping_address: Boolean, send_phone_number_to_provider: Boolean, send_email_to_provider: Boolean, is_flexible: Boolean}
InputLocationMessageContent{latitude!: Float, longitude!: Float, horizontal_accuracy: Float, live_period: Integer, heading: Integer, proximity_alert_radius: Integer}
InputMedia = InputMediaAnimation | InputMediaAudio | InputMediaDocument | InputMediaLivePhoto | InputMediaPhoto | InputMediaVideo
InputMediaAnimation{type!: String, media!: String, thumbnail: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, width: Integer, height: Integer, duration: Integer, has_spoiler: Boolean}
InputMediaAudio{type!: String, media!: String, thumbnail: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], duration: Integer, performer: String, title: String}
InputMediaDocument{type!: String, media!: String, thumbnail: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], disable_content_type_detection: Boolean}
InputMediaLink{type!: String, url!: String}
InputMediaLivePhoto{type!: String, media!: String, photo!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, has_spoiler: Boolean}
InputMediaLocation{type!: String, latitude!: Float, longitude!: Float, horizontal_accuracy: Float}
InputMediaPhoto{type!: String, media!: String, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, has_spoiler: Boolean}
InputMediaSticker{type!: String, media!: String, emoji: String}
InputMediaVenue{type!: String, latitude!: Float, longitude!: Float, title!: String, address!: String, foursquare_id: String, foursquare_type: String, google_place_id: String, google_place_type: String}
InputMediaVideo{type!: String, media!: String, thumbnail: String, cover: String, start_timestamp: Integer, caption: String, parse_mode: String, caption_entities: [MessageEntity], show_caption_above_media: Boolean, width: Integer, height: Integer, duration: Integer, supports_streaming: Boolean, has_spoiler: Boolean}
InputMessageContent = InputTextMessageContent | InputRichMessageContent | InputLocationMessageContent | InputVenueMessageContent | InputContactMessageContent | InputInvoiceMessageContent
InputPaidMedia = InputPaidMediaLivePhoto | InputPaidMediaPhoto | InputPaidMediaVideo
InputPaidMediaLivePhoto{type!: String, media!: String, photo!: String}
InputPaidMediaPhoto{type!: String, media!: String}
InputPaidMediaVideo{type!: String, media!: String, thumbnail: String, cover: String, start_timestamp: Integer, width: Integer, height: Integer, duration: Integer, supports_streaming: Boolean}
InputPollMedia = InputMediaAnimation | InputMediaAudio | InputMediaDocument | InputMediaLivePhoto | InputMediaLocation | InputMediaPhoto | InputMediaVenue | InputMediaVideo
InputPollOption{text!: String, text_parse_mode: String, text_entities: [MessageEntity], media: InputPollOptionMedia}
InputPollOptionMedia = InputMediaAnimation | InputMediaLink | InputMediaLivePhoto | InputMediaLocation | InputMediaPhoto | InputMediaSticker | InputMediaVenue | InputMediaVideo
InputProfilePhoto = InputProfilePhotoStatic | InputProfilePhotoAnimated
InputProfilePhotoAnimated{type!: String, animation!: String, main_frame_timestamp: Float}
InputProfilePhotoStatic{type!: String, photo!: String}
InputRichMessage{html: String, markdown: String, is_rtl: Boolean, skip_entity_detection: Boolean}
InputRichMessageContent{rich_message!: InputRichMessage}
InputSticker{sticker!: String, format!: String, emoji_list!: [String], mask_position: MaskPosition, keywords: [String]}
InputStoryContent = InputStoryContentPhoto | InputStoryContentVideo
InputStoryContentPhoto{type!: String, photo!: String}
InputStoryContentVideo{type!: String, video!: String, duration: Float, cover_frame_timestamp: Float, is_animation: Boolean}
InputTextMessageContent{message_text!: String, parse_mode: String, entities: [MessageEntity], link_preview_options: LinkPreviewOptions}
InputVenueMessageContent{latitude!: Float, longitude!: Float, title!: String, address!: String, foursquare_id: String, foursquare_type: String, google_place_id: String, google_place_type: String}
KeyboardButton{text!: String, icon_custom_emoji_id: String, style: String, request_users: KeyboardButtonRequestUsers, request_chat: KeyboardButtonRequestChat, request_managed_bot: KeyboardButtonRequestManagedBot, request_contact: Boolean, request_location: Boolean, request_poll: KeyboardButtonPollType, web_app: WebAppInfo}
KeyboardButtonPollType{type: String}
KeyboardButtonRequestChat{request_id!: Integer, chat_is_channel!: Boolean, chat_is_forum: Boolean, chat_has_username: Boolean, chat_is_created: Boolean, user_administrator_rights: ChatAdministratorRights, bot_administrator_rights: ChatAdministratorRights, bot_is_member: Boolean, request_title: Boolean, request_username: Boolean, request_photo: Boolean}
KeyboardButtonRequestManagedBot{request_id!: Integer, suggested_name: String, suggested_username: String}
KeyboardButtonRequestUsers{request_id!: Integer, user_is_bot: Boolean, user_is_premium: Boolean, max_quantity: Integer, request_name: Boolean, request_username: Boolean, request_photo: Boolean}
LabeledPrice{label!: String, amount!: Integer}
LinkPreviewOptions{is_disabled: Boolean, url: String, prefer_small_media: Boolean, prefer_large_media: Boolean, show_above_text: Boolean}
LocationAddress{country_code!: String, state: String, city: String, street: String}
LoginUrl{url!: String, forward_text: String, bot_username: String, request_write_access: Boolean}
MaskPosition{point!: String, x_shift!: Float, y_shift!: Float, scale!: Float}
MenuButton = MenuButtonCommands | MenuButtonWebApp | MenuButtonDefault
MenuButtonCommands{type!: String}
MenuButtonDefault{type!: String}
MenuButtonWebApp{type!: String, text!: String, web_app!: WebAppInfo}
MessageEntity{type!: String, offset!: Integer, length!: Integer, url: String, user: User, language: String, custom_emoji_id: String, unix_time: Integer, date_time_format: String}
PassportElementError = PassportElementErrorDataField | PassportElementErrorFrontSide | PassportElementErrorReverseSide | PassportElementErrorSelfie | PassportElementErrorFile | PassportElementErrorFiles | PassportElementErrorTranslationFile | PassportElementErrorTranslationFiles | PassportElementErrorUnspecified
PassportElementErrorDataField{source!: String, type!: String, field_name!: String, data_hash!: String, message!: String}
PassportElementErrorFile{source!: String, type!: String, file_hash!: String, message!: String}
PassportElementErrorFiles{source!: String, type!: String, file_hashes!: [String], message!: String}
PassportElementErrorFrontSide{source!: String, type!: String, file_hash!: String, message!: String}
PassportElementErrorReverseSide{source!: String, type!: String, file_hash!: String, message!: String}
PassportElementErrorSelfie{source!: String, type!: String, file_hash!: String, message!: String}
PassportElementErrorTranslationFile{source!: String, type!: String, file_hash!: String, message!: String}
PassportElementErrorTranslationFiles{source!: String, type!: String, file_hashes!: [String], message!: String}
PassportElementErrorUnspecified{source!: String, type!: String, element_hash!: String, message!: String}
ReactionType = ReactionTypeEmoji | ReactionTypeCustomEmoji | ReactionTypePaid
ReactionTypeCustomEmoji{type!: String, custom_emoji_id!: String}
ReactionTypeEmoji{type!: String, emoji!: String}
ReactionTypePaid{type!: String}
ReplyKeyboardMarkup{keyboard!: [[KeyboardButton]], is_persistent: Boolean, resize_keyboard: Boolean, one_time_keyboard: Boolean, input_field_placeholder: String, selective: Boolean}
ReplyKeyboardRemove{remove_keyboard!: Boolean, selective: Boolean}
ReplyParameters{message_id!: Integer, chat_id: Integer | String, allow_sending_without_reply: Boolean, quote: String, quote_parse_mode: String, quote_entities: [MessageEntity], quote_position: Integer, checklist_task_id: Integer, poll_option_id: String}
ShippingOption{id!: String, title!: String, prices!: [LabeledPrice]}
StoryArea{position!: StoryAreaPosition, type!: StoryAreaType}
StoryAreaPosition{x_percentage!: Float, y_percentage!: Float, width_percentage!: Float, height_percentage!: Float, rotation_angle!: Float, corner_radius_percentage!: Float}
StoryAreaType = StoryAreaTypeLocation | StoryAreaTypeSuggestedReaction | StoryAreaTypeLink | StoryAreaTypeWeather | StoryAreaTypeUniqueGift
StoryAreaTypeLink{type!: String, url!: String}
StoryAreaTypeLocation{type!: String, latitude!: Float, longitude!: Float, address: LocationAddress}
StoryAreaTypeSuggestedReaction{type!: String, reaction_type!: ReactionType, is_dark: Boolean, is_flipped: Boolean}
StoryAreaTypeUniqueGift{type!: String, name!: String}
StoryAreaTypeWeather{type!: String, temperature!: Float, emoji!: String, background_color!: Integer}
SuggestedPostParameters{price: SuggestedPostPrice, send_date: Integer}
SuggestedPostPrice{currency!: String, amount!: Integer}
SwitchInlineQueryChosenChat{query: String, allow_user_chats: Boolean, allow_bot_chats: Boolean, allow_group_chats: Boolean, allow_channel_chats: Boolean}
User{id!: Integer, is_bot!: Boolean, first_name!: String, last_name: String, username: String, language_code: String, is_premium: Boolean, added_to_attachment_menu: Boolean, can_join_groups: Boolean, can_read_all_group_messages: Boolean, supports_guest_queries: Boolean, supports_inline_queries: Boolean, can_connect_to_business: Boolean, has_main_web_app: Boolean, has_topics_enabled: Boolean, allows_users_to_create_topics: Boolean, can_manage_bots: Boolean, supports_join_request_queries: Boolean}
WebAppInfo{url!: String}
`;
