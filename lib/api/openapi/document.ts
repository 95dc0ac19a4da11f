import { MAX_IDEMPOTENCY_KEY, type Scope } from '../../access';
import { scopeOf } from '../route-scopes';
import { ROUTES } from '../routes';
import { componentSchemas, selectionName } from './components';
import { exampleAnswers } from './example';
import { errorsOf, OPERATIONS, type Operation } from './operations';
import { errorResponses, goodResponses, RESPONSE_HEADERS } from './responses';
import { SECURITY_SCHEMES, securityOf } from './security';

/** Where this version of the API stands below its base path. */
export const VERSION_PATH = '/v1';

export interface OpenApiOptions {
  /** Where the API stands on its server, such as `/api`. */
  basePath: string;
  /** Of the package. */
  version: string;
}

/** The API as an OpenAPI 3.1 document: the one source of its shapes, for clients and for the tests. */
export async function openApiDocument({ basePath, version }: OpenApiOptions): Promise<object> {
  const examples = await exampleAnswers(version);
  const paths: Record<string, object> = {};
  for (const route of ROUTES) {
    const { method, path } = route;
    const key = `${method} ${path}`;
    paths[path] = {
      ...paths[path],
      ...(path.includes('{id}') ? { parameters: [path.startsWith('/grid/risk/') ? EDGE_ID : NODE_ID] } : {}),
      [method.toLowerCase()]: describeOperation(
        OPERATIONS[key]!,
        scopeOf(route),
        basePath + VERSION_PATH + path,
        examples.get(key),
      ),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Gridloom grid API',
      summary: 'A smart grid: newest state, failure risk, supply paths and losses.',
      description:
        'Every GET answers from prepared state and also takes HEAD; every path takes OPTIONS. ' +
        'Quantities carry their unit in the name. Errors are problem details (RFC 9457). ' +
        'On a server that only its own machine reaches, nothing has to be shown; elsewhere a key or token with the scope ' +
        'that each operation names.',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: basePath + VERSION_PATH }],
    tags: [
      { name: 'grid', description: 'The grid and what is known of it.' },
      { name: 'switching', description: 'What changes the grid.' },
      { name: 'service', description: 'The service itself.' },
    ],
    paths,
    components: {
      schemas: componentSchemas(usedSchemas()),
      headers: RESPONSE_HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/** What the operations, their errors and the node's id refer to. */
function usedSchemas(): string[] {
  const named = Object.values(OPERATIONS).flatMap(({ answer = [], body = [], selectable, text }) =>
    [answer, body, selectable ? selectionName(String(answer)) : [], Object.values(text?.events ?? {})].flat(),
  );
  return [...named, 'Problem', 'Id'];
}

const NODE_ID = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of a node, as `/grid/state` lists them.',
  schema: { $ref: '#/components/schemas/Id' },
  example: 'S1',
};

const EDGE_ID = {
  ...NODE_ID,
  description: 'Id of an edge, as `/grid/state` lists them.',
  example: 'L1',
};

function describeOperation(
  operation: Operation,
  scope: Scope | 'none',
  path: string,
  example: unknown,
): object {
  const { operationId, tag, summary, description, body, query = [], conditional } = operation;
  const parameters = [
    ...query,
    ...(conditional ? [IF_NONE_MATCH] : []),
    ...(body === undefined ? [] : [IDEMPOTENCY_KEY]),
  ];
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBody(operation) }),
    responses: { ...goodResponses(operation, example), ...errorResponses(errorsOf(operation, scope), path) },
    security: securityOf(scope),
  };
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag of the copy that the client has.',
  schema: { type: 'string' },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    "A text of the client's own, such as a UUID. The same request under the same key is carried out once; a repetition " +
    'gets the answer of the first, with the header `Idempotent-Replayed: true`.',
  schema: { type: 'string', pattern: `^[!-~]{1,${MAX_IDEMPOTENCY_KEY}}$` },
};

function requestBody({ body, bodyRequired = true, bodyExample }: Operation): object {
  const schema = { $ref: `#/components/schemas/${body}` };
  return {
    required: bodyRequired,
    content: { 'application/json': { schema, example: bodyExample } },
  };
}
