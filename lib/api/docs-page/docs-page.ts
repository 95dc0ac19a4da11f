import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Answer } from '../answer';

/** Copied here by the build, with its licences beside it. */
const BUNDLE = 'openapi-explorer.min.js';

/** Only what this server sends is loaded, asked and shown; styles stand in the elements of the explorer itself. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page that shows the OpenAPI document and tries it out, without anything from elsewhere. */
export class DocsPage {
  private bundle: Promise<Answer> | undefined;

  /** Addresses are relative, so that the page works below every path. */
  async page(): Promise<Answer> {
    const { etag = '' } = await this.script();
    const body = Buffer.from(pageOf(etag.slice(1, -1)));
    const headers = { 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' };
    return { body, etag: tagOf(body), mediaType: 'text/html; charset=utf-8', headers };
  }

  /** The explorer; its address names its content, so browsers may keep it for good. */
  script(): Promise<Answer> {
    this.bundle ??= readBundle();
    this.bundle.catch(() => {
      this.bundle = undefined;
    });
    return this.bundle;
  }
}

async function readBundle(): Promise<Answer> {
  const body = await readFile(path.join(__dirname, BUNDLE));
  const headers = { 'cache-control': 'public, max-age=31536000, immutable' };
  return { body, etag: tagOf(body), mediaType: 'text/javascript; charset=utf-8', headers };
}

function tagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

function pageOf(version: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Gridloom grid API</title>
    <link rel="icon" href="data:,">
    <script src="docs/${BUNDLE}?v=${version}" defer></script>
  </head>
  <body>
    <openapi-explorer spec-url="openapi.json"></openapi-explorer>
  </body>
</html>
`;
}
