import type { Scope } from '../access';
import type { Route } from './router';

/** What a client needs for each route; `none` is for everybody, as it tells nothing of the grid. */
const ROUTE_SCOPES: Readonly<Record<string, Scope | 'none'>> = {
  'GET /openapi.json': 'none',
  'GET /docs': 'none',
  'GET /docs/openapi-explorer.min.js': 'none',
  'POST /grid/optimize': 'operate',
  'POST /grid/plan': 'switch',
  'POST /grid/switch': 'switch',
  'GET /audit': 'admin',
};

/** Every other GET needs `read`, and what changes something and is not listed `admin`. */
export function scopeOf({ method, path }: Route): Scope | 'none' {
  return ROUTE_SCOPES[`${method} ${path}`] ?? (method === 'GET' ? 'read' : 'admin');
}
