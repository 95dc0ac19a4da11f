import { strict as assert } from 'node:assert';
import { openApiDocument } from '../../lib/api';

/** What Redocly's linter finds with its strict rules, where warnings are errors. */
async function problemsOf(document: object): Promise<string[]> {
  const { createConfig, lintFromString } = await import('@redocly/openapi-core');
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`);
}

/** The linter does not look into `x-events`, which alone names it. */
const ONLY_IN_EVENTS = /^no-unused-components: Component: "PlanNews" /;

describe('the OpenAPI document, under a linter', () => {
  it('has no errors and no warnings', async () => {
    const problems = await problemsOf(await openApiDocument({ basePath: '/api', version: '9.9.9' }));
    assert.deepEqual(
      problems.filter((problem) => !ONLY_IN_EVENTS.test(problem)),
      [],
    );
  });

  it('would have some, were it wrong', async () => {
    const document = await openApiDocument({ basePath: '/api', version: '9.9.9' });
    const broken = JSON.parse(JSON.stringify(document));
    delete broken.info.title;
    delete broken.paths['/grid/node/{id}'].parameters;
    broken.components.securitySchemes = { Other: broken.components.securitySchemes.ApiKey };
    broken.paths['/health'].get.responses[200].content['application/json'].example.status = 'fine';
    const rules = (await problemsOf(broken)).map((problem) => problem.split(':')[0]);
    for (const rule of [
      'struct',
      'path-parameters-defined',
      'security-defined',
      'no-invalid-media-type-examples',
    ]) {
      assert.ok(rules.includes(rule), `${rule} among ${rules.join(', ')}`);
    }
  });
});
