/** Without a display: the same page in a browser, over the server's TCP door. The browser here is a bare Electron. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { type Served, startServe } from '../conformance/served';
import { launchKonsole } from './support/launch';
import { waitFor } from './support/wait';

const app = join(import.meta.dirname, 'fixtures', 'plain-browser');

async function serve(options: Parameters<typeof startServe>[0] = {}): Promise<Served> {
  const served = await startServe(options);
  onTestFinished(() => served.clean());
  return served;
}

const pageOf = (served: Served) => (served.ready as { page?: string }).page ?? '';

/** Opens an address in a browser; what its console complains about is collected. */
async function browse(address: string) {
  const launched = await launchKonsole({ app, env: { PAGE: address } });
  onTestFinished(launched.close);
  const page = await launched.windowAt(new URL(address).origin);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints, launched };
}

async function pair(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pair this browser' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

test('a browser pairs by the printed address, and text streams into the same page as on the desktop', async () => {
  const served = await serve();
  const { page, complaints, launched } = await browse(pageOf(served));
  await page.getByRole('button', { name: 'Pair this browser' }).waitFor();
  expect(page.url()).toBe(`${served.ready.url}/`);
  await pair(page);
  await send(page, 'What is in this folder?');

  const answer = page.getByRole('article', { name: 'Turn 1' });
  const stop = page.getByRole('button', { name: 'Stop' });
  await stop.waitFor();
  const lengths = new Set<number>();
  await waitFor(
    'the end of the turn',
    async () => {
      lengths.add((await answer.textContent().catch(() => ''))?.length ?? 0);
      return stop.isHidden();
    },
    40_000,
  );
  // It grew while it was written, and did not come at once.
  expect(lengths.size).toBeGreaterThan(5);
  expect(await answer.textContent()).toContain('README.md');
  await launched.screenshots('browser-page');

  await page.reload();
  await waitFor('the same session', async () =>
    (await answer.textContent().catch(() => ''))?.includes('README.md'),
  );
  expect(page.url()).not.toContain('ticket');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(complaints).toEqual([]);
});

test('a browser goes over to a WebSocket in the middle of a turn and back again, with nothing lost', async () => {
  const served = await serve();
  const { page, complaints } = await browse(pageOf(served));
  await pair(page);
  await send(page, 'What is in this folder?');
  await page.getByRole('button', { name: 'Stop' }).waitFor();

  const opened = page.waitForEvent('websocket');
  await page.keyboard.press('Control+Shift+L');
  expect((await opened).url()).toBe(`${served.ready.url.replace('http', 'ws')}/v1/socket?batch=1`);
  await page.getByText('WebSocket', { exact: true }).waitFor();
  const stop = page.getByRole('button', { name: 'Stop' });
  expect(await stop.isVisible()).toBe(true);
  await stop.waitFor({ state: 'hidden', timeout: 40_000 });
  const answer = page.getByRole('article', { name: 'Turn 1' });
  const whole = await answer.textContent();
  expect(whole).toContain('README.md');

  // It is a setting: the page that is loaded again goes the same way, and has the same text from the journal.
  await page.reload();
  await page.getByText('WebSocket', { exact: true }).waitFor();
  await waitFor('the same text', async () => (await answer.textContent()) === whole);
  await page.keyboard.press('Control+Shift+L');
  await page.getByText('SSE', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('attack 9: a browser that is not paired is told what to do, and sees nothing', async () => {
  const served = await serve();
  const { page } = await browse(served.ready.url);
  await page.getByRole('heading', { name: 'Pair this browser' }).waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.textContent('main')).toContain('npm start');
});

test('attack 9: an address that was used shows why it pairs nobody', async () => {
  const served = await serve();
  const first = await browse(pageOf(served));
  await pair(first.page);
  const second = await browse(pageOf(served));
  await second.page.getByRole('button', { name: 'Pair this browser' }).click();
  await second.page.getByRole('alert').waitFor();
  expect(await second.page.getByRole('alert').textContent()).toContain('used already');
});

test('attack 9: when Konsole was started again, the page asks to be paired again', async () => {
  const served = await serve();
  const { page } = await browse(pageOf(served));
  await pair(page);
  await served.stop();
  const { home, workspace } = served;
  const { port } = new URL(served.ready.url);
  await serve({ home, workspace, args: ['--port', port, '--demo'] });
  await page.getByRole('heading', { name: 'This browser is no longer paired' }).waitFor({
    timeout: 45_000,
  });
});

test('attack 1, attack 3: a diagram is drawn in a frame that has no origin, in a browser too', async () => {
  const served = await serve();
  const { page } = await browse(pageOf(served));
  await pair(page);
  const drawn = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.src = '/output/diagram.html';
        const channel = new MessageChannel();
        channel.port1.onmessage = ({ data }) => resolve(data);
        frame.addEventListener('load', () =>
          frame.contentWindow?.postMessage({ source: 'graph TD; A --> B' }, '*', [channel.port2]),
        );
        document.body.append(frame);
      }),
  );
  expect(drawn).toMatchObject({ type: 'shown' });
  const frame = page.frames().find((one) => one.url().endsWith('/output/diagram.html'));
  const can = await frame?.evaluate(
    async (address) => [
      self.origin,
      await fetch(`${address}/v1/events`, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      ),
    ],
    served.ready.url,
  );
  expect(can).toEqual(['null', 'refused']);
  // Opened by itself, outside of a page, it is as sandboxed.
  await page.goto(`${served.ready.url}/output/diagram.html`);
  expect(await page.evaluate(() => self.origin)).toBe('null');
});
