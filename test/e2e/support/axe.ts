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
  // A menu is no part of a landmark: it lies over the page for as long as it is open.
  await page.evaluate(
    `axe.configure({ rules: [{ id: 'region', selector: 'body *:not([role=menu], [role=menu] *)' }] })`,
  );
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    // Base UI's guards hand the focus on as soon as they get it.
    const results = await page.evaluate<{ violations: Found[] }>(
      `axe.run({ exclude: ['[data-base-ui-focus-guard]'] }, { resultTypes: ['violations'] })`,
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
