/** What a model wrote, on the real Electron: code gets its colours, formulas and diagrams are opened, nothing leaves. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { answer } from '../fakes/anthropic-scenarios';
import { waitFor } from './support/wait';
import { finished, openScene, send, turnOf } from './support/with-provider';

/** A server that nothing may reach; the answer is a list of what did. */
async function outside(): Promise<{ address: string; reached: string[] }> {
  const reached: string[] = [];
  const server = createServer((req, res) => {
    reached.push(req.url ?? '');
    res.end('reached');
  });
  server.on('connection', () => reached.push('a connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reached };
}

const fenced = (lang: string, text: string) => `\`\`\`${lang}\n${text}\n\`\`\`\n\n`;

const hostileDiagrams = (to: string) => [
  `graph TD; A["<img src='${to}/img' onerror='parent.stolen=1'>"] --> B["<script>fetch('${to}/s')</script>"]; click A "javascript:fetch('${to}/click')"; click B href "${to}/href" _top`,
  `%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "* { background: url(${to}/css) } @import '${to}/import';", "fontFamily": "x; background: url(${to}/font)"}}%%\ngraph TD; A --> B\nstyle A fill:url(${to}/fill),stroke:#f00\nclassDef c background:url(${to}/class)\nclass B c`,
  `graph TD; A@{ img: "${to}/node.png", label: "x", w: 60, h: 60 } --> B@{ icon: "${to}/icon" }`,
  `sequenceDiagram\nparticipant A as <iframe srcdoc="<script>fetch('${to}/f')</script>">\nA->>A: <svg onload="fetch('${to}/o')">\nlink A: out @ ${to}/link`,
  `sequenceDiagram\nA->>B: $$\\href{${to}/tex}{x} \\includegraphics{${to}/graphic}$$`,
];

const hostileFormulas = (to: string) => [
  `\\href{javascript:fetch('${to}/h')}{x}`,
  `\\includegraphics{${to}/i.png}`,
  `\\htmlStyle{background:url(${to}/st)}{x} \\htmlData{a=b}{y}`,
  `\\text{<img src=${to}/t onerror=alert(1)>}`,
  `\\def\\a{\\a\\a}\\a`,
];

async function openAll(page: Page, name: string): Promise<number> {
  const buttons = page.getByRole('button', { name, exact: true });
  const count = await buttons.count();
  for (let at = 0; at < count; at += 1) await buttons.first().click();
  return count;
}

test('attack 1, attack 3: hostile diagrams and formulas run nothing and reach nobody', async () => {
  const { address, reached } = await outside();
  const { fake, main, launched } = await openScene();
  const diagrams = hostileDiagrams(address);
  const formulas = hostileFormulas(address);
  fake.next(
    answer(
      diagrams.map((source) => fenced('mermaid', source)).join('') +
        formulas.map((source) => `$$\n${source}\n$$\n\n`).join(''),
    ),
  );
  await send(main, 'draw');
  await finished(main, 1);
  expect(await main.locator('iframe').count()).toBe(0);

  expect(await openAll(main, 'Show formula')).toBe(formulas.length);
  expect(await openAll(main, 'Show diagram')).toBe(diagrams.length);
  const turn = turnOf(main, 1);
  await waitFor('each diagram to be drawn or refused', async () => {
    const drawn = await turn.locator('iframe[style*="height"]:not([style*="height: 0px"])').count();
    const refused = await turn.getByRole('alert').filter({ hasText: 'This diagram' }).count();
    return drawn + refused === diagrams.length;
  });
  // At least the first is a diagram, whatever is in its labels.
  const frames = main.frames().filter((frame) => frame.url().startsWith('app://output/'));
  expect(frames.length).toBeGreaterThan(0);
  for (const frame of frames) {
    const can = await frame.evaluate(async (to) => {
      const tried = async (attempt: () => unknown) => {
        try {
          await attempt();
          return 'done';
        } catch {
          return 'refused';
        }
      };
      // A click on whatever the diagram made of its links.
      for (const link of document.querySelectorAll('a, [onclick], .clickable, g')) {
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
      const image = new Image();
      image.src = `${to}/probe`;
      return {
        origin: self.origin,
        bridge: 'konsole' in window,
        parent: await tried(() => parent.document.title),
        storage: await tried(() => localStorage.length),
        fetched: await tried(() => fetch(`${to}/fetch`, { mode: 'no-cors' })),
        scripts: document.querySelectorAll('script:not([src])').length,
        loads: document.querySelectorAll('img[src^=http], iframe, object, embed').length,
      };
    }, address);
    expect(can).toEqual({
      origin: 'null',
      bridge: false,
      parent: 'refused',
      storage: 'refused',
      fetched: 'refused',
      scripts: 0,
      loads: 0,
    });
  }
  const processes = await launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .flatMap((one) => one.webContents.mainFrame.framesInSubtree)
      .filter((frame) => frame.url.startsWith('app://output/'))
      .map((frame) => frame.osProcessId === frame.top?.osProcessId),
  );
  expect(processes.length).toBeGreaterThan(0);
  expect(processes).not.toContain(true);

  // Where it may not go, it does not get.
  for (const frame of frames) {
    await frame.evaluate((to) => location.assign(`${to}/away`), address).catch(() => undefined);
  }
  const links = turn.locator('math a, math [href], math script, math img, math [style]');
  expect(await links.count()).toBe(0);
  expect(await main.evaluate(() => 'stolen' in window)).toBe(false);
  // A round trip through the network layer: what was on its way would have arrived.
  await main.evaluate(() =>
    fetch('app://konsole/main-window/index.html').then((got) => got.text()),
  );
  expect(reached).toEqual([]);
});

test('a diagram is drawn in its frame, in both themes, and its source comes back by keyboard', async () => {
  const { fake, main } = await openScene();
  fake.next(answer(fenced('mermaid', 'graph LR; Reader -->|cursor| Journal; Journal --> Reader')));
  await send(main, 'draw');
  await finished(main, 1);
  const show = main.getByRole('button', { name: 'Show diagram' });
  await show.focus();
  await main.keyboard.press('Enter');
  const frame = main.frameLocator('iframe[title="Diagram"]');
  await frame.locator('svg').getByText('Journal').first().waitFor();
  const ink = () =>
    frame
      .locator('svg .nodeLabel, svg .label text, svg text')
      .first()
      .evaluate((text) => getComputedStyle(text).fill);
  await main.emulateMedia({ colorScheme: 'dark' });
  await waitFor('a light ink', async () => (await ink()) === 'rgb(236, 236, 238)');
  await main.emulateMedia({ colorScheme: 'light' });
  await waitFor('a dark ink', async () => (await ink()) === 'rgb(29, 28, 26)');
  await main.keyboard.press('Enter');
  await main.locator('pre').getByText('graph LR').waitFor();
  expect(await main.locator('iframe').count()).toBe(0);
});

test('code is coloured by a worker of our own and keeps its place; copying gives what was written', async () => {
  const { fake, main } = await openScene();
  const code =
    'export const answer: number = 42; // why\nfunction ask(): string {\n  return "ok";\n}';
  fake.next(answer(`${fenced('ts', code)}${fenced('diff', '-old line\n+new line')}`));
  await send(main, 'write');
  await finished(main, 1);
  const pre = main.locator('pre').filter({ hasText: 'export const' });
  await pre.locator('.code-2').first().waitFor();
  expect(await pre.locator('code').innerText()).toBe(code);
  for (const [look, text] of [
    ['.code-1', '// why'],
    ['.code-2', 'export'],
    ['.code-3', '"ok"'],
    ['.code-4', '42'],
    ['.code-5', 'ask'],
  ] as const) {
    await pre.locator(look, { hasText: text }).waitFor();
  }
  const patch = main.locator('pre').filter({ hasText: 'new line' });
  await patch.locator('.code-10').first().waitFor();
  expect(await patch.locator('.code-11').first().innerText()).toContain('old line');
});

test('a formula is read when it is opened', async () => {
  const { fake, main } = await openScene();
  fake.next(answer('Then \\(x^2\\) holds:\n\n$$\n\\frac{a}{b} \\in \\mathbb{R}\n$$\n'));
  await send(main, 'prove');
  await finished(main, 1);
  expect(await main.locator('math').count()).toBe(0);
  await main.getByRole('button', { name: 'Show formula' }).click();
  expect(await main.locator('math mfrac').textContent()).toMatch(/a\s*b/);
  expect(await main.locator('math').textContent()).toContain('ℝ');
  await main.getByRole('button', { name: '\\(x^2\\)' }).click();
  await main.locator('math msup').waitFor();
});
