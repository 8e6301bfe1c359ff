/** The settings page over a konsole in memory, and how its tests find things in it. */
import type { ReactNode } from 'react';
import { afterEach, beforeEach } from 'vitest';
import { useProviders } from '../../../renderer/features/settings/providers-store';
import { SettingsPage } from '../../../renderer/features/settings/settings-page';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { render } from '../support/render';
import { resetStores } from '../support/stores';

export let fake: FakeKonsole;
let stop = () => {};

beforeEach(() => {
  resetStores();
  useProviders.setState({ tests: {}, testing: new Set() }, true);
  fake = createFakeKonsole();
});
afterEach(() => stop());

/** `beside`: what stands in the window as well. */
export async function open(beside?: ReactNode): Promise<void> {
  stop = startPage(fake.page, () => {});
  await render(
    <>
      <SettingsPage />
      {beside}
    </>,
  );
}

/** A group by the heading that names it. */
export function group(name: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>('[role=group]')].find((element) => {
    const label = element.getAttribute('aria-labelledby');
    return label !== null && document.getElementById(label)?.textContent === name;
  });
  if (!found) throw new Error(`no group ${name}`);
  return found;
}

export function within(root: Element, selector: string, name?: string): HTMLElement {
  const found = [...root.querySelectorAll<HTMLElement>(selector)].find(
    (element) => name === undefined || element.textContent?.trim() === name,
  );
  if (!found) throw new Error(`no ${selector} ${name ?? ''} in ${root.textContent ?? ''}`);
  return found;
}

export const calls = (name: string) => fake.calls.filter((call) => call.name === name);
export const patches = () => calls('settings.update').map((call) => call.params.patch);
