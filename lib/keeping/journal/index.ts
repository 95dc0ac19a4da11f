export { Journal } from './journal';
export type { JournalOptions, JournalRecord } from './options';
