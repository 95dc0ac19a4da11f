import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';
import { serve } from './stream-client';

const CHROMIUM = '/usr/bin/chromium';
const FOLDER = path.join(__dirname, '../../lib/api/docs-page');

describe('the page that shows the OpenAPI document', () => {
  it('lets in only what this server sends', async () => {
    const { ask } = await testApi();
    const { headers, text } = await ask('GET /docs');
    const policy = headers['content-security-policy']!;
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(policy, /https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    assert.doesNotMatch(text, /https?:|<script>|\son\w+=/);
    const [, script] = /src="(docs\/[^"]+)"/.exec(text)!;
    const bundle = await ask(`GET /${script}`);
    assert.ok(bundle.text === readFileSync(path.join(FOLDER, 'openapi-explorer.min.js'), 'utf8'));
    assert.equal(bundle.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(`"${script!.split('?v=')[1]}"`, bundle.headers.etag, 'the address names the content');
    const again = await ask(`GET /${script}`, { headers: { 'if-none-match': bundle.headers.etag! } });
    assert.equal(again.status, 304);
  });

  it('comes with the licences of all that is in it', () => {
    const licences = readFileSync(path.join(FOLDER, 'openapi-explorer.min.js.LICENSE.txt'), 'utf8');
    for (const name of ['openapi-explorer', 'lit', 'marked', 'prismjs']) {
      assert.match(licences, new RegExp(`^${name} [0-9.]+ \\((Apache-2.0|MIT|BSD-3-Clause)\\)$`, 'm'));
    }
  });

  it('works in a browser, which asks nobody else', async function () {
    if (!existsSync(CHROMIUM)) this.skip();
    const { api } = await testApi();
    api.store.accept(optimizedSnapshot(1));
    const { port, close } = await serve(api);
    const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
    const browser = await chromium.launch({ executablePath: CHROMIUM, args });
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', ({ message }) => complaints.push(message));
      await page.goto(`http://127.0.0.1:${port}/v1/docs`);
      await page.getByText('A history, page by page').first().click();
      const answer = page.waitForResponse(/grid\/history/);
      await page
        .getByRole('button', { name: /execute/i })
        .first()
        .click();
      // The document says where the API stands: below /api, which this server does not have.
      assert.equal((await answer).status(), 404);
      for (const url of asked) assert.equal(new URL(url).host, `127.0.0.1:${port}`, url);
      assert.ok(asked.length >= 4);
      assert.deepEqual(
        complaints.filter((text) => !/404/.test(text)),
        [],
      );
    } finally {
      await browser.close();
      await close();
    }
  });
});
