/** axe-core in a page of the real app: what it finds wrong, in words a failing test can show. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Found {
  id: string;
  help: string;
  nodes: Array<{ html: string; failureSummary?: string }>;
}

export const themes = ['dark', 'light'] as const;

/** Looks at the page as it is now, in both themes; leaves it in the system's. Empty when nothing is wrong. */
export async function violations(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  // Evaluated by the debugger, so the page's own policy stays as strict as it is.
  await page.evaluate(`${axe.source}; undefined`);
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    const results = await page.evaluate(() =>
      (
        window as unknown as { axe: { run(options: unknown): Promise<{ violations: Found[] }> } }
      ).axe.run({ resultTypes: ['violations'] }),
    );
    for (const { id, help, nodes } of results.violations) {
      const where = nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 200)} — ${node.failureSummary ?? ''}`);
      found.push(`${screen}, ${theme}: ${id}: ${help}\n    ${where.join('\n    ')}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
