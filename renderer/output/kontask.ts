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
let { body } = page;
const links = new Map<Element, Target>();
let isWhole = false;
/** Counts what was to be shown: what came before the last goes no further. */
let asked = 0;

/** Each step of cleaning goes on for so long before what is there is painted, ms. */
const sliceMs = 30;

interface Shown {
  html: string;
  /** It is the beginning of what comes next. */
  cut?: boolean;
}

/**
 * The first piece at once, so that it is seen; then slice by slice, so that a key is answered in between. What goes on from
 * a beginning stays out of sight until it is as long: nothing jumps.
 */
async function show({ html, cut = false }: Shown, heights: Heights): Promise<void> {
  asked += 1;
  const mine = asked;
  const isFirst = mine === 1;
  const next = isFirst ? body : page.createElement('body');
  const pieces = pourHtml(html, {
    into: next,
    onLink: (link, target) => void links.set(link, target),
    settle: !isAlone && /v(?:h|b|min|max)\b/i.test(html),
  });
  if (isFirst) next.replaceChildren();
  let { done } = pieces.next();
  const isLonger = () =>
    next.getElementsByTagName('*').length >= body.getElementsByTagName('*').length;
  while (!isFirst && !done && !isLonger()) ({ done } = pieces.next());
  const end = () => {
    isWhole = done === true && !cut;
  };
  end();
  // A reader without a mouse comes in by Tab, scrolls by the arrows and leaves by Tab.
  next.tabIndex = 0;
  takePlace(next);
  heights.follow(next);
  // Of a beginning that is as much as a window shows: the rest is poured once, with all that is on its way.
  while (!done && !cut) {
    await otherWork();
    if (mine !== asked) return;
    const until = performance.now() + sliceMs;
    do ({ done } = pieces.next());
    while (!done && performance.now() < until);
    end();
  }
  heights.measure();
}

function takePlace(next: HTMLElement): void {
  if (next === body) return;
  const hadFocus = page.activeElement === body;
  body.replaceWith(next);
  body = next;
  if (hadFocus) next.focus({ preventScroll: true });
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

interface Heights {
  measure: () => void;
  /** Of this body, from now on. */
  follow: (body: Element) => void;
}

/** What grows says how high it is no more often: Chromium holds the page up for some frames until its frame is as high, too. ms */
const growingMs = 1_000;

/** Says each change. */
function sayHeights(port: MessagePort): Heights {
  const next = createFrameHeight();
  let saidAt = -growingMs;
  const measure = () => {
    const now = performance.now();
    if (!isWhole && now - saidAt < growingMs) return;
    const own = root.getBoundingClientRect().height;
    const isOver = root.scrollHeight > root.clientHeight;
    const bar = innerHeight - root.clientHeight;
    const content = (isOver ? Math.max(root.scrollHeight, own) : own) + bar;
    const height = next({ content, height: innerHeight, width: innerWidth, grows: !isWhole });
    if (height === undefined) return;
    saidAt = now;
    port.postMessage({ type: 'shown', height });
  };
  const observer = new ResizeObserver(measure);
  addEventListener('resize', measure);
  const follow = (shown: Element) => {
    observer.disconnect();
    observer.observe(root);
    observer.observe(shown);
    measure();
  };
  return { measure, follow };
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

const isFields = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null;

/** One after the other: a text that is asked for is that of all that is shown. */
function serve(first: Shown, port: MessagePort): void {
  const heights = sayHeights(port);
  let showing = Promise.resolve();
  const take = (shown: Shown) => {
    showing = show(shown, heights).then(
      () => {
        if (isWhole) port.postMessage({ type: 'whole' });
      },
      (error: unknown) => port.postMessage({ type: 'failed', reason: String(error) }),
    );
  };
  const pieces = [first.html];
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isFields(data) && typeof data['more'] === 'string') {
      pieces.push(data['more']);
      if (data['end'] === true) take({ html: pieces.splice(0).join('') });
    } else void showing.then(() => port.postMessage({ type: 'text', text: body.innerText }));
  };
  take(first);
}

addEventListener(
  'message',
  ({ source, data, ports }: MessageEvent<unknown>) => {
    const [port] = ports;
    const isOurs = source === parent || source === parent.opener;
    if (!isOurs || !port || !isFields(data) || typeof data['html'] !== 'string') return;
    if (isAlone) root.className = 'alone';
    listen(port);
    serve({ html: data['html'], cut: data['cut'] === true }, port);
  },
  { once: true },
);
