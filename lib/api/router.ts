import { gridError } from '../errors';

/** A route: a method, and a path in which one whole segment may be a `{name}`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

export interface Match<R extends Route> {
  readonly route: R;
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request, or says why there is none. */
export class Router<R extends Route> {
  private readonly routes: readonly { route: R; segments: readonly string[] }[];

  constructor(routes: readonly R[]) {
    this.routes = routes.map((route) => ({ route, segments: route.path.split('/') }));
  }

  /** NOT_FOUND, METHOD_NOT_ALLOWED (with the methods that are), or INVALID_URL for a broken percent-encoding. */
  match(method: string, path: string): Match<R> {
    const found = this.at(path);
    if (found.length === 0) throw notFound(path);
    const wanted = method === 'HEAD' ? 'GET' : method;
    const hit = found.find(({ route }) => route.method === wanted);
    if (hit === undefined) {
      throw gridError('METHOD_NOT_ALLOWED', {
        at: 'method',
        got: method,
        allowed: allowOf(found.map((f) => f.route)),
      });
    }
    return { route: hit.route, params: paramsOf(hit.segments, path) };
  }

  /** The methods that a path takes, as the Allow header lists them; NOT_FOUND where there is no such path. */
  allowed(path: string): string {
    const found = this.at(path);
    if (found.length === 0) throw notFound(path);
    return allowOf(found.map((f) => f.route));
  }

  private at(path: string) {
    const parts = path.split('/');
    return this.routes.filter(
      ({ segments }) =>
        segments.length === parts.length &&
        segments.every((segment, i) => (isParam(segment) ? parts[i] !== '' : segment === parts[i])),
    );
  }
}

function isParam(segment: string): boolean {
  return segment.startsWith('{');
}

function allowOf(routes: readonly Route[]): string {
  const methods = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...methods, 'OPTIONS'].join(', ');
}

function paramsOf(segments: readonly string[], path: string): Record<string, string> {
  const parts = path.split('/');
  const params: Record<string, string> = {};
  segments.forEach((segment, i) => {
    if (isParam(segment)) params[segment.slice(1, -1)] = decode(parts[i]!);
  });
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw gridError('INVALID_URL', {
      at: 'path',
      got: part,
      allowed: 'UTF-8 in percent-encoding, such as %C3%A9 for é',
    });
  }
}

function notFound(path: string) {
  return gridError('NOT_FOUND', {
    at: 'path',
    got: path,
    allowed: 'the paths that openapi.json lists, spelled the same',
  });
}
