import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorsOf, OPERATIONS } from '../../lib/api/openapi/operations';
import { problemOf } from '../../lib/api/problem';
import { ERRORS, gridError } from '../../lib/errors';

const DOCS = path.join(__dirname, '../../../docs');

describe('docs/errors.md', () => {
  const page = readFileSync(path.join(DOCS, 'errors.md'), 'utf8');
  const sections = [...page.matchAll(/^## (\w+)\n\n(\d{3}) — (.+)\.\n\n([^#]+)/gm)];

  it('has one section for each code of the table, and no other', () => {
    const named = [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    assert.deepEqual(named, Object.keys(ERRORS), 'same codes in the same order');
    assert.equal(sections.length, named.length, 'each says status, title and cause');
  });

  it('gives status and title as the table has them', () => {
    for (const [, code, status, title] of sections) {
      assert.deepEqual({ status: Number(status), title }, { ...ERRORS[code as keyof typeof ERRORS] }, code);
    }
  });

  it('is where the type of each problem leads', () => {
    for (const [, code] of sections) {
      const { type } = problemOf(gridError(code as keyof typeof ERRORS, { at: 'here' }), '/api/x');
      const [file, anchor] = type.split('/').at(-1)!.split('#');
      assert.deepEqual([file, anchor], ['errors.md', code!.toLowerCase()]);
    }
  });
});

describe('docs/http-api.md', () => {
  const page = readFileSync(path.join(DOCS, 'http-api.md'), 'utf8');

  it('lists the endpoints of the OpenAPI document, and no others', () => {
    const listed = [...page.matchAll(/^\| `(GET|POST) \/api(\S+)` \|/gm)].map(
      ([, method, where]) => `${method} ${where}`,
    );
    assert.deepEqual(listed.sort(), Object.keys(OPERATIONS).sort());
  });

  it('lists the errors that the operations answer with, under their status', () => {
    const listed = [...page.matchAll(/^\| (\d{3}) \| `(\w+)` \|/gm)].map(
      ([, status, code]) => `${status} ${code}`,
    );
    const codes = new Set(Object.values(OPERATIONS).flatMap((operation) => errorsOf(operation, 'read')));
    assert.deepEqual(listed.sort(), [...codes].map((code) => `${ERRORS[code].status} ${code}`).sort());
  });
});
