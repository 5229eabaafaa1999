export { insertAccount, type NewAccount, readAccounts } from './accounts/store.ts';
