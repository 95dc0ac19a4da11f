import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { problemOf } from '../../lib/api/problem';
import { ERRORS, gridError } from '../../lib/errors';

const PAGE = path.join(__dirname, '../../../docs/errors.md');

describe('docs/errors.md', () => {
  const page = readFileSync(PAGE, 'utf8');
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
