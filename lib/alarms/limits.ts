/** What is remembered of alarms at most. */

/** Alarms that are remembered of earlier runs, until the next snapshot tells which edges there are. */
export const MAX_RECALLED_ALARMS = 10_000;

/** Changes that a log keeps: the newest. */
export const MAX_LOGGED_CHANGES = 1000;
