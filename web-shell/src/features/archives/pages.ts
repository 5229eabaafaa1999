// One chunk for leaving with everything and arriving with it.
import './data-page.ts';
import './delete-page.ts';
import './import-page.ts';
