/** Typing into a controlled field: past React's own note of the value, as a browser does. */
import { act } from 'react';

export async function typeInto(box: HTMLElement, text: string): Promise<void> {
  const prototype = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  const set = Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set;
  await act(async () => {
    set?.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

export async function choose(select: HTMLSelectElement, value: string): Promise<void> {
  await act(async () => {
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
