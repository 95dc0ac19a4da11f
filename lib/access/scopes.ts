/**
 * What a client may do. No scope holds another: a key that is to read and to switch has both.
 * `read` asks, `operate` changes what is computed, `switch` changes the grid, `admin` reads who did what.
 */
export const SCOPES = ['read', 'operate', 'switch', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

export function isScope(value: unknown): value is Scope {
  return (SCOPES as readonly unknown[]).includes(value);
}
