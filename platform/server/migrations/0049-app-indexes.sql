-- What tasks by the clock delete, and the open windows of an app in a chat or of an organisation.

create index app_notification_at on app_notification (at);
create index app_report_closed on app_report (closed_at) where closed_at is not null;
create index app_launch_open on app_launch (app_id, chat_id, organisation_id) where ended_at is null;
