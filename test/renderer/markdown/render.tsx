/** Renders into the page of happy-dom, for tests of this room. */
import type { ReactNode } from 'react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

export function mount() {
  const host = document.createElement('div');
  document.body.append(host);
  const root = createRoot(host);
  return {
    host,
    show: (node: ReactNode) => act(() => root.render(node)),
    close: () => {
      act(() => root.unmount());
      host.remove();
    },
  };
}

export function rendered(node: ReactNode): { host: HTMLElement; close: () => void } {
  const page = mount();
  page.show(node);
  return page;
}

/** Lets slices of a long answer be shown, one after the other, until `ready`. */
export async function untilShown(ready: () => boolean): Promise<void> {
  for (let slices = 0; slices < 5_000 && !ready(); slices += 1) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
  }
  if (!ready()) throw new Error('What was waited for never came');
}
