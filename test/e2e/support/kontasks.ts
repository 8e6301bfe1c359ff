/** The section of kontasks of the real app: a way to it, and what is found there. */
import type { Locator, Page } from 'playwright-core';
import { openScene, type Scene } from './with-provider';

export const one = (id: string, title: string, more: Record<string, unknown> = {}) => ({
  id,
  type: 'general',
  status: 'pending',
  title,
  ...more,
});

/** The app with the section of kontasks in front. */
export async function openKontasks(options: Parameters<typeof openScene>[0] = {}) {
  const scene = await openScene(options);
  await toKontasks(scene);
  return scene;
}

export const toKontasks = async ({ main }: Scene) => {
  await main.getByRole('link', { name: 'Kontasks' }).click();
  await main.getByRole('heading', { name: 'Kontasks', exact: true, level: 1 }).waitFor();
};

export const card = (page: Page, title: string) =>
  page.getByRole('article', { name: title, exact: true });
export const column = (page: Page, name: string) => page.getByRole('list', { name, exact: true });
/** Of the newest message. */
export const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).first();

export const gone = (what: Locator) => what.waitFor({ state: 'detached' });
