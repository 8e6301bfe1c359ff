/** Calls of the bridge from inside a page, as its own code makes them. */
import type { Page } from 'playwright-core';

export interface TestAnswer {
  ok: boolean;
  code?: string;
  message?: string;
  result?: Record<string, unknown>;
}

type Calls = Record<string, ((params: unknown) => Promise<unknown>) | undefined>;
export interface PageWithBridge {
  konsole?: { commands: Calls; desktop: Calls };
}

export async function callCommand(
  page: Page,
  name: string,
  params: unknown = {},
): Promise<TestAnswer> {
  return (await page.evaluate(
    ([call, value]) => (window as unknown as PageWithBridge).konsole?.commands[call]?.(value),
    [name, params] as const,
  )) as TestAnswer;
}

export async function callDesktop(
  page: Page,
  name: string,
  params: unknown = {},
): Promise<TestAnswer> {
  return (await page.evaluate(
    ([call, value]) => (window as unknown as PageWithBridge).konsole?.desktop[call]?.(value),
    [name, params] as const,
  )) as TestAnswer;
}
