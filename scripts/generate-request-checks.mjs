// Compiles what the OpenAPI document says of requests (path, query, headers, body) into validators, so that nothing is
// compiled at run time. Run by `npm run build`, after tsc: the document is made by the built code.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

export async function generateRequestChecks(root) {
  const require = createRequire(import.meta.url);
  const { openApiDocument } = require(path.join(root, 'dist/lib/api/openapi/index.js'));
  const document = await openApiDocument({ basePath: '/api', version: '0' });
  writeFileSync(path.join(root, 'dist/lib/api/generated/requests.js'), checksOf(document));
}

function checksOf({ paths, components }) {
  const ajv = new Ajv2020({
    code: { source: true, lines: true },
    verbose: true,
    allowUnionTypes: true,
    // The patterns beside them do the checking.
    formats: { 'date-time': true, uri: true, 'uri-reference': true },
  });
  ajv.addKeyword('components');
  ajv.addSchema({ $id: 'api', components: absolute(components) });
  const names = {};
  for (const { parameters: shared = [], ...item } of Object.values(paths)) {
    for (const { operationId, parameters = [], requestBody } of Object.values(item)) {
      const parts = partsOf([...shared, ...parameters], requestBody);
      for (const [part, schema] of Object.entries(parts)) {
        const name = `${operationId}_${part}`;
        ajv.addSchema(absolute(schema), name);
        names[name] = name;
      }
    }
  }
  return standalone.default(ajv, names);
}

function partsOf(parameters, requestBody) {
  const of = (place) => parameters.filter((parameter) => parameter.in === place);
  const body = requestBody?.content['application/json'].schema;
  return {
    path: objectOf(of('path')),
    // A misspelt name is refused, never passed over; of headers there are always others.
    query: { ...objectOf(of('query')), additionalProperties: false },
    header: objectOf(of('header').map((one) => ({ ...one, name: one.name.toLowerCase() }))),
    ...(body && { body }),
  };
}

function objectOf(parameters) {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

function absolute(value) {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' ? [key, `api${inner}`] : [key, absolute(inner)],
    ),
  );
}
