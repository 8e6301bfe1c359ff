/**
 * Runs in the frame of our second origin, sandboxed and without network: shows the one HTML text that its page sends, and
 * says back how high that is and which address was clicked. In a window of its own, that window's page is its parent; in a
 * tab of a browser, the page that opened the tab speaks for it.
 */
import { pourHtml, type Target } from './clean-html';
import { createFrameHeight } from './frame-height';

const isAlone = parent === window;
/** Held from the start: an `id` in what is shown may take a name of the document for itself. */
const page = document;
const { documentElement: root } = page;
const links = new Map<Element, Target>();
let isWhole = false;

/** Each step of cleaning goes on for so long before what is there is painted, ms. */
const sliceMs = 30;

/** The first piece at once, so that it is seen; then slice by slice, so that a key is answered in between. */
async function show(html: string, port: MessagePort): Promise<void> {
  const { body } = page;
  const pieces = pourHtml(html, {
    into: body,
    onLink: (link, target) => void links.set(link, target),
    settle: !isAlone && /v(?:h|b|min|max)\b/i.test(html),
  });
  body.replaceChildren();
  let { done } = pieces.next();
  isWhole = done === true;
  // A reader without a mouse comes in by Tab, scrolls by the arrows and leaves by Tab.
  body.tabIndex = 0;
  const measure = sayHeights(port);
  while (!done) {
    await otherWork();
    const until = performance.now() + sliceMs;
    do ({ done } = pieces.next());
    while (!done && performance.now() < until);
    isWhole = done === true;
    measure();
  }
  port.postMessage({ type: 'whole' });
}

/** Not by a clock or a painting: both stand still, or nearly, in a frame that is out of sight. */
function otherWork(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Says each change; the function that it returns looks at once. */
function sayHeights(port: MessagePort): () => void {
  const next = createFrameHeight();
  const measure = () => {
    const own = root.getBoundingClientRect().height;
    const isOver = root.scrollHeight > root.clientHeight;
    const bar = innerHeight - root.clientHeight;
    const content = (isOver ? Math.max(root.scrollHeight, own) : own) + bar;
    const height = next({ content, height: innerHeight, width: innerWidth, grows: !isWhole });
    if (height !== undefined) port.postMessage({ type: 'shown', height });
  };
  const observer = new ResizeObserver(measure);
  observer.observe(root);
  observer.observe(page.body);
  addEventListener('resize', measure);
  measure();
  return measure;
}

/** Each link is ours to follow: within the text here, to an address by whoever shows this frame. */
function follow(event: Event, port: MessagePort): void {
  const path = event.composedPath();
  const target = path.map((one) => links.get(one as Element)).find((one) => one !== undefined);
  if (!target) return;
  event.preventDefault();
  if ('url' in target) port.postMessage({ type: 'link', url: target.url });
  else placeIn(target.place)?.scrollIntoView();
}

function placeIn(name: string): Element | undefined {
  const [...all] = page.querySelectorAll('[id]');
  const plain = decoded(name);
  return all.find(({ id }) => id === name || id === plain);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function listen(port: MessagePort): void {
  page.addEventListener('click', (event) => follow(event, port), true);
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') follow(event, port);
    },
    true,
  );
  // Nothing is dragged out of it or dropped on it, and no other button follows anything.
  for (const name of ['auxclick', 'dragstart', 'dragover', 'drop', 'submit']) {
    addEventListener(name, (event) => event.preventDefault(), true);
  }
}

addEventListener(
  'message',
  ({ source, data, ports }: MessageEvent<{ html?: unknown } | undefined>) => {
    const [port] = ports;
    const html = data?.html;
    const isOurs = source === parent || source === parent.opener;
    if (!isOurs || !port || typeof html !== 'string') return;
    if (isAlone) root.className = 'alone';
    listen(port);
    port.onmessage = () => port.postMessage({ type: 'text', text: page.body.innerText });
    show(html, port).catch((error: unknown) => {
      port.postMessage({ type: 'failed', reason: String(error) });
    });
  },
  { once: true },
);
