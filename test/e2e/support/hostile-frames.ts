/** Shows HTML in frames of the second origin as the page of a kontask does, many at once, and looks at what came of it. */
import type { Frame, Page } from 'playwright-core';

export interface Shown {
  /** What the frame said over its port, by type, in order. */
  said: string[];
  /** What anybody said to the window itself. */
  heard: unknown[];
  /** Places of those that did not become whole in time. */
  late: number[];
}

interface Said {
  type: string;
  height?: number;
  reason?: string;
}

/** In the page. Resolves when each is whole, has failed, or had its time. Their frames are named by their place. */
export function showAll(page: Page, texts: readonly string[]): Promise<Shown> {
  return page.evaluate(async (list) => {
    const shown = { said: [] as string[], heard: [] as unknown[], late: [] as number[] };
    const listen = ({ data }: MessageEvent<unknown>) => void shown.heard.push(data);
    addEventListener('message', listen);
    const place = document.createElement('div');
    place.id = 'hostile';
    Object.assign(place.style, { position: 'fixed', inset: '0', overflow: 'auto', zIndex: '9' });
    document.body.append(place);
    await Promise.all(
      list.map(async (html, at) => {
        const frame = document.createElement('iframe');
        frame.name = `hostile ${at}`;
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.style.height = '150px';
        const channel = new MessageChannel();
        const over = new Promise<void>((resolve) => {
          const timer = setTimeout(() => {
            shown.late.push(at);
            resolve();
          }, 10_000);
          channel.port1.onmessage = ({ data }: MessageEvent<Said>) => {
            shown.said.push(data.type === 'failed' ? `${at}: ${data.reason}` : data.type);
            if (data.height) frame.style.height = `${Math.min(data.height, 100_000)}px`;
            if (data.type !== 'whole' && data.type !== 'failed') return;
            clearTimeout(timer);
            resolve();
          };
        });
        frame.onload = () => {
          frame.onload = null;
          frame.contentWindow?.postMessage({ html }, '*', [channel.port2]);
        };
        frame.src = 'app://output/kontask.html';
        place.append(frame);
        await over;
      }),
    );
    removeEventListener('message', listen);
    return shown;
  }, texts);
}

export const clear = (page: Page): Promise<void> =>
  page.evaluate(() => document.getElementById('hostile')?.remove());

export const framesOf = (page: Page): Frame[] =>
  page.frames().filter((frame) => frame.name().startsWith('hostile '));

/** What is wrong in a frame, in words. Everything in it is clicked, hovered and dragged first. */
export function wrongIn(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const wrong: string[] = [];
    const all = [...document.body.querySelectorAll('*')];
    for (const element of all.slice(0, 200)) {
      for (const type of ['mouseover', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick']) {
        const init = { bubbles: true, cancelable: true, button: type === 'auxclick' ? 1 : 0 };
        element.dispatchEvent(new MouseEvent(type, init));
      }
      for (const init of [{ ctrlKey: true }, { shiftKey: true }, { altKey: true }]) {
        element.dispatchEvent(
          new MouseEvent('click', { bubbles: true, cancelable: true, ...init }),
        );
      }
      const drag = new Event('dragstart', { bubbles: true, cancelable: true });
      if (element.dispatchEvent(drag)) wrong.push(`${element.localName} can be dragged`);
      if (element instanceof HTMLElement) element.focus();
    }
    const known = document.querySelectorAll('script').length;
    if (known > 1) wrong.push(`${known} scripts`);
    const never =
      'script, iframe, frame, object, embed, applet, form, input, button, select, textarea, link, meta, base, template, ' +
      'video, audio, source, dialog, portal, math, foreignObject, use, image, animate, set, [href], [srcset], [action], ' +
      '[formaction], [ping], [download], [target], [autofocus], [accesskey], [contenteditable], [popover], [background]';
    for (const found of document.body.querySelectorAll(never)) {
      wrong.push(`there is ${found.outerHTML.slice(0, 200)}`);
    }
    for (const element of [document.body, ...all]) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) wrong.push(`there is ${name}`);
        if (name === 'src' && !/^data:image\//i.test(value)) wrong.push(`there is src=${value}`);
        if (name === 'tabindex' && value !== '0') wrong.push(`there is tabindex=${value}`);
        if (element.namespaceURI?.includes('svg') && /href$/i.test(name)) wrong.push(name);
      }
    }
    if ('ran' in self) wrong.push('a script ran');
    if (location.href !== 'app://output/kontask.html') wrong.push(`it went to ${location.href}`);
    if (frames.length > 0) wrong.push('it has frames of its own');
    if (self.origin !== 'null') wrong.push(`its origin is ${self.origin}`);
    return wrong;
  });
}
