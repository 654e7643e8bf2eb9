import { accessSync, constants } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium, `null` when there is none; CI must have one (.ci/run installs it). */
export const CHROMIUM: string | null = findChromium();

function findChromium(): string | null {
  const found = PLACES.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return path !== '';
    } catch {
      return false;
    }
  });
  if (found !== undefined) return found;
  if (process.env.CI !== undefined) throw new Error('no Chromium: CI must have one');
  process.stderr.write('No Chromium found (CHROMIUM=path): the HTML report is not opened in a browser.\n');
  return null;
}

export function launchChromium(): Promise<Browser> {
  // As root, as in containers, Chromium has no sandbox of its own.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return puppeteer.launch({ executablePath: CHROMIUM ?? '', headless: true, args });
}

/** A page and everything it said, asked for or fell over. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
  /** URLs requested, that of the document among them. */
  readonly requests: string[];
}

/** Opens the file `path`, and waits until what it draws at once is drawn. */
export async function openFile(browser: Browser, path: string, width = 1280): Promise<WatchedPage> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${(error as Error).message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${path}`, { waitUntil: 'load' });
  await settled(page);
  return { page, complaints, requests };
}

/** Until two frames are drawn and d3's quarter of a second for new frames of the flame graph is over. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 400))))',
  );
}
