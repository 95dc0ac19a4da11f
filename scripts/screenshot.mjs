// Takes the picture of the README from a running `npm start`: npm run screenshot -- [CHROMIUM]
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-sync',
  ],
});
// Wider than the picture, so that the sidebar stays out of it.
const page = await browser.newPage({ viewport: { width: 1960, height: 800 } });
await page.goto('http://127.0.0.1:1880/', { waitUntil: 'load' });
await page.locator('.red-ui-flow-node-status-label').nth(4).waitFor({ state: 'attached' });
await page.screenshot({
  path: path.join(root, 'docs/images/flow.png'),
  clip: { x: 0, y: 0, width: 1640, height: 750 },
});
await browser.close();
