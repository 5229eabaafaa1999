// One chunk for the small pages of the settings: each of its own would cost the first load more than it saves.
import '../blocked/blocked-page.ts';
import '../bots/bots-page.ts';
import '../consents/consents-page.ts';
import '../contacts/contacts-page.ts';
import '../installed-apps/installed-page.ts';
import '../notifications/diagnosis-page.ts';
import '../limits/limits-page.ts';
import '../organisations/organisations-page.ts';
import '../privacy/privacy-page.ts';
import '../releases/releases-page.ts';
import '../security/security-page.ts';
import './accessibility-page.ts';
import './appearance-page.ts';
import './storage-page.ts';
