/** Renders into the document of happy-dom and finds things as a person or a screen reader does: by role and name. */
import { act } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, vi } from 'vitest';
import { clearToasts } from '../../../renderer/ui/toast';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const mounted: Array<() => void> = [];

afterEach(() => {
  for (const unmount of mounted.splice(0)) unmount();
  act(clearToasts);
  document.body.replaceChildren();
});

export async function render(element: ReactElement): Promise<HTMLElement> {
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  await act(async () => root.render(element));
  mounted.push(() => act(() => root.unmount()));
  return host;
}

const implicit: Record<string, string> = {
  button: 'button, [role=button]',
  link: 'a[href]',
  textbox: 'textarea, input:not([type]), input[type=text]',
  searchbox: 'input[type=search]',
  article: 'article',
  region: 'section[aria-label]',
  list: 'ul, ol',
  navigation: 'nav',
  heading: 'h1, h2, h3',
};

/** Its aria-label, else its text without what is hidden from screen readers. */
export function nameOf(element: Element): string {
  return (element.getAttribute('aria-label') ?? spokenText(element)).trim();
}

function spokenText(node: Node): string {
  if (!(node instanceof Element)) return node.textContent ?? '';
  if (node.getAttribute('aria-hidden') === 'true') return '';
  return Array.from(node.childNodes).map(spokenText).join('');
}

export function allByRole(role: string, name?: string | RegExp): HTMLElement[] {
  const selector = [implicit[role], `[role=${role}]`].filter(Boolean).join(', ');
  const found = Array.from(document.querySelectorAll<HTMLElement>(selector));
  return found.filter((element) => {
    if (name === undefined) return true;
    const own = nameOf(element);
    return typeof name === 'string' ? own === name : name.test(own);
  });
}

/** Throws when there is none, and names what there is. */
export function byRole(role: string, name?: string | RegExp): HTMLElement {
  const [first] = allByRole(role, name);
  if (first) return first;
  const names = allByRole(role).map(nameOf);
  throw new Error(`No ${role} named ${String(name)}. There are: ${names.join(' | ')}`);
}

export async function click(element: HTMLElement): Promise<void> {
  await act(async () => element.click());
}

/** Puts text into the box as typing or pasting does. */
export async function type(box: HTMLElement, text: string): Promise<void> {
  await act(async () => {
    // By the prototype's setter: React takes what its own element's setter wrote for what it knows already.
    const kind = box instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

export async function press(
  target: EventTarget,
  key: string,
  more: KeyboardEventInit = {},
): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  await act(async () => {
    target.dispatchEvent(event);
  });
  return event;
}

/** Waits for what comes by itself, such as a part of the page that is loaded when it is needed. */
export async function until(check: () => void): Promise<void> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  try {
    await vi.waitFor(check, 8_000);
  } finally {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  }
}

/** Asks again until it holds, at most 8 s; what timers and answers changed is drawn before each look. Needs real timers. */
export async function eventually(check: () => void): Promise<void> {
  const end = Date.now() + 8_000;
  for (;;) {
    await act(async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    });
    try {
      return check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

export const text = (): string => document.body.textContent ?? '';
