import { isLoopback } from './loopback';
import type { EmbeddedSettings } from './settings';
import { ANONYMOUS, type Entrance } from './users';

/** Who may come in, and what the user should know about that. */
export function entranceOf(settings: EmbeddedSettings): { entrance: Entrance; warning?: string } {
  const {
    host,
    users = [],
    username,
    password,
    allow_anonymous = false,
    certificate_names = false,
  } = settings;
  const named = Boolean(username) || users.some(({ name }) => name !== ANONYMOUS);
  const anonymous = allow_anonymous || (isLoopback(host) && !named);
  const entrance = { users, shared: { username, password }, anonymous, certificateNames: certificate_names };
  if (isLoopback(host)) return { entrance };
  if (allow_anonymous) {
    return { entrance, warning: `Whoever reaches ${host} needs no password: allow_anonymous is on` };
  }
  if (named) return { entrance };
  return {
    entrance,
    warning: `Nobody is let in: ${host} is no loopback address, and no user is set. Add users, or allow_anonymous`,
  };
}
