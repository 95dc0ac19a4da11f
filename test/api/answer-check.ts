import { strict as assert } from 'node:assert';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';

import addFormats = require('ajv-formats');

type Json = Record<string, unknown>;

export interface Exchange {
  method: string;
  /** Below the base path, without the query. */
  path: string;
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

interface Operation {
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { headers?: Json; content?: Record<string, { schema: Json }> }>;
}

/** Holds answers against an OpenAPI document; what the document does not speak of is a fault, too. */
export class AnswerCheck {
  readonly ajv: Ajv2020;
  private readonly validators = new WeakMap<Json, ValidateFunction>();
  private readonly paths: Record<string, Record<string, Operation>>;

  constructor(readonly document: Json) {
    this.ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    addFormats.default(this.ajv);
    this.ajv.addKeyword('components');
    const { components, paths } = structuredClone(document) as {
      components: Json;
      paths: Record<string, Record<string, Operation>>;
    };
    for (const [name, schema] of Object.entries(components.schemas as Record<string, Json>)) {
      if (name !== 'OpenApiDocument') close(schema);
    }
    this.paths = paths;
    this.ajv.addSchema({ $id: 'doc:', components });
  }

  /** Why a value is not shaped like a component; empty where it is. */
  faults(schema: Json, value: unknown): string {
    const validate = this.validators.get(schema) ?? this.ajv.compile(absolute(schema) as Json);
    this.validators.set(schema, validate);
    return validate(value) ? '' : this.ajv.errorsText(validate.errors);
  }

  /** Fails unless the document foresees this answer. Gives the body's value. */
  check(exchange: Exchange): unknown {
    const { method, path, status, headers, body } = exchange;
    const what = `${method} ${path} ${status}`;
    const item = this.itemAt(path);
    if (item === undefined) return this.problem(what, exchange, 404);
    const operation = item[method === 'HEAD' ? 'get' : method.toLowerCase()];
    if (operation === undefined) return this.problem(what, exchange, 405);
    const response = operation.responses[String(status)];
    assert.ok(response, `${what}: the document foresees no such status`);
    for (const name of Object.keys(response.headers ?? {})) {
      if (this.mayBeAbsent(name)) continue;
      assert.ok(headers[name.toLowerCase()], `${what}: header ${name} is absent`);
    }
    if (method === 'HEAD' || response.content === undefined) {
      assert.equal(body, '', `${what}: must have no body`);
      return undefined;
    }
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    const media = response.content[type];
    assert.ok(media, `${what}: media type ${headers['content-type']} is not foreseen`);
    const value = type.startsWith('text/') ? body : JSON.parse(body);
    assert.equal(this.faults(media.schema, value), '', what);
    return value;
  }

  private mayBeAbsent(header: string): boolean {
    const { headers } = this.document.components as { headers: Record<string, { required?: boolean }> };
    return headers[header]?.required === false;
  }

  private problem(what: string, { status, headers, body, method }: Exchange, expected: number): unknown {
    assert.equal(status, expected, what);
    assert.equal(headers['content-type'], 'application/problem+json', what);
    if (expected === 405) assert.ok(headers.allow, `${what}: header Allow is absent`);
    if (method === 'HEAD') return undefined;
    const value = JSON.parse(body);
    assert.equal(this.faults(PROBLEM, value), '', what);
    return value;
  }

  private itemAt(path: string): Record<string, Operation> | undefined {
    const template = Object.keys(this.paths).find((candidate) =>
      new RegExp(`^${candidate.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
    );
    return template === undefined ? undefined : this.paths[template];
  }
}

const PROBLEM: Json = { $ref: '#/components/schemas/Problem' };

/** Lets no property through that a schema does not name. */
function close(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  const object = schema as Json;
  if (object.properties !== undefined && object.additionalProperties === undefined) {
    object.additionalProperties = false;
  }
  for (const inner of Object.values(object)) close(inner);
}

function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' ? [key, `doc:${inner}`] : [key, absolute(inner)],
    ),
  );
}
