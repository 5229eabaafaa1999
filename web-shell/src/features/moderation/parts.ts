// One chunk for what admins look after: permissions, reports and what becomes of them.
import '../chat-info/member-rights.ts';
import '../chat-info/permissions.ts';
import '../organisations/organisation-queue.ts';
import '../releases/release-queue.ts';
import '../reports/admin-log.ts';
import '../reports/report-queue.ts';
import '../reports/report-sheet.ts';
import './moderation-page.ts';
