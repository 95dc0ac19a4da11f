/** Where the outcomes come from that a model has learned from; `user_rows` say nothing of their origin. */
export type Origin = 'simulated_failures' | 'field_failures' | 'user_rows' | 'unknown';
export const ORIGINS: readonly unknown[] = [
  'simulated_failures',
  'field_failures',
  'user_rows',
  'unknown',
] satisfies Origin[];
