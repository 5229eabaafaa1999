// One chunk for reports and what becomes of them.
import '../reports/admin-log.ts';
import '../reports/report-queue.ts';
import '../reports/report-sheet.ts';
import './moderation-page.ts';
