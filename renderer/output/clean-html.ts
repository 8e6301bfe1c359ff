/**
 * What of a stranger's HTML is shown: the elements and attributes on these lists. The frame's policy lets nothing run or
 * load even so; this takes away what could be acted on, or act by itself, and what nobody would see working.
 */
import createPurifier from 'dompurify';
import { claimsOtherHost, safeLink, stripInvisible } from '../features/markdown/safe-link';

const tags =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup data dd del details dfn div dl dt ' +
  'em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark menu meter nav ol p pre progress q ' +
  'rp rt ruby s samp section small span strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr ' +
  'svg g path rect circle ellipse line polyline polygon text tspan textpath defs lineargradient radialgradient stop clippath mask ' +
  'marker pattern symbol title desc';

const attributes =
  'align alt bgcolor border cellpadding cellspacing class color colspan datetime dir face headers height high href id lang low max min ' +
  'open optimum reversed role rowspan scope size span src start style summary title type valign value width ' +
  'clip-path clip-rule cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style font-weight fx fy ' +
  'gradienttransform gradientunits letter-spacing marker-end marker-mid marker-start markerheight markerunits markerwidth mask offset ' +
  'opacity orient patternunits points preserveaspectratio r refx refy rotate rx ry spreadmethod stop-color stop-opacity stroke ' +
  'stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor ' +
  'textlength transform viewbox x x1 x2 xlink:href y y1 y2';

/** What is in these is no text to be read: it goes with them. Of all else that is not on the list the content stays. */
const dropped =
  'annotation-xml applet audio canvas embed foreignobject frameset iframe math mglyph noembed noframes noscript object plaintext ' +
  'script select svg template textarea video xmp';

/** A piece is about so many nodes: a few milliseconds of work, and what the first one shows fills a window. */
const pieceNodes = 400;
/** So much text weighs as much as a node, UTF-16 units. */
const nodeChars = 400;

/**
 * Elements in each other, and tables in each other: what lies deeper is shown as its text. To lay such a thing out takes
 * longer than anybody waits (each table doubles it).
 */
const deepest = 200;
const deepestTables = 6;

interface Depth {
  all: number;
  tables: number;
}

const purifier = createPurifier(window);
purifier.setConfig({
  IN_PLACE: true,
  ALLOWED_TAGS: tags.split(' '),
  ALLOWED_ATTR: attributes.split(' '),
  FORBID_CONTENTS: dropped.split(' '),
});
purifier.addHook('uponSanitizeAttribute', (element, data) => {
  const { attrName, attrValue } = data;
  if (attrName === 'src') data.keepAttr = /^data:image\//i.test(attrValue.trim());
  else if (attrName === 'href') data.keepAttr = element.localName === 'a';
  else if (attrName === 'xlink:href') data.keepAttr = false;
});
const dropsContent = new Set(dropped.split(' '));

/** Where a link leads: an address that may be opened, or a place in the text. */
export type Target = { url: string } | { place: string };

export interface Pouring {
  /** Stands for the document's body: its attributes go on it. */
  into: HTMLElement;
  /** Is told of each link that can be followed. */
  onLink: (link: Element, target: Target) => void;
  /** Heights in parts of the window become those of a window of usual height. */
  settle: boolean;
}

/**
 * Puts what may be shown of `html` into an element, piece by piece: each step cleans some hundred nodes before they
 * are anywhere. Nothing in it runs or loads while it waits in a document of its own.
 */
export function* pourHtml(html: string, pouring: Pouring): Generator<void, void> {
  const root = parsed(html);
  const source = root.ownerDocument;
  const body = root.querySelector(':scope > body') ?? source.createElement('body');
  const { into } = pouring;
  const outside = cleaned([copyAttributes(body, source.createElement('div'))], source);
  if (pouring.settle) settleHeights(outside);
  const like = outside.firstElementChild;
  if (like) copyAttributes(like, into);
  const sheets = cleaned([...root.querySelectorAll(':scope > head > style')], source);
  into.append(finished(sheets, pouring));
  yield* pourChildren(body, into, pouring, { all: 0, tables: 0 });
}

/**
 * The root of what was read, where no name in it means anything: `<img name=body>` is the body of the document that it is
 * in, and `<input name=childNodes>` the children of its form. So it is in none, and forms are boxes.
 */
function parsed(html: string): Element {
  const source = new DOMParser().parseFromString(html, 'text/html');
  const root = Reflect.get(Document.prototype, 'documentElement', source) as Element;
  root.remove();
  for (const form of root.querySelectorAll('form')) {
    const box = source.createElement('div');
    box.append(...(Reflect.get(Node.prototype, 'childNodes', form) as NodeList));
    Element.prototype.replaceWith.call(form, box);
  }
  return root;
}

function* pourChildren(
  from: Element,
  into: Element,
  pouring: Pouring,
  depth: Depth,
): Generator<void, void> {
  const source = from.ownerDocument;
  let batch: Node[] = [];
  let size = 0;
  const flush = () => {
    for (const node of batch) flatten(node, depth);
    if (batch.length > 0) into.append(finished(cleaned(batch, source), pouring));
    [batch, size] = [[], 0];
  };
  for (const child of [...from.childNodes]) {
    const weight = weightOf(child);
    const inside = deeper(depth, child);
    if (weight > pieceNodes && canBeParted(child) && !isTooDeep(inside)) {
      flush();
      const shell = finished(cleaned([child.cloneNode(false)], source), pouring);
      const { firstElementChild } = shell;
      into.append(shell);
      if (firstElementChild) yield* pourChildren(child, firstElementChild, pouring, inside);
      else if (!dropsContent.has(child.localName))
        yield* pourChildren(child, into, pouring, inside);
      continue;
    }
    batch.push(child);
    size += weight;
    if (size < pieceNodes) continue;
    flush();
    yield;
  }
  flush();
}

/** How many nodes it is, counted no further than a piece. */
function weightOf(node: Node): number {
  const walker = node.ownerDocument?.createTreeWalker(node);
  let weight = 0;
  for (
    let at: Node | null | undefined = node;
    at && weight <= pieceNodes;
    at = walker?.nextNode()
  ) {
    weight += at instanceof Text ? 1 + at.length / nodeChars : 1;
  }
  return weight;
}

/** A picture, a link and a sheet of styles are looked at whole. */
const canBeParted = (node: Node): node is HTMLElement =>
  node instanceof HTMLElement && node.localName !== 'a' && node.localName !== 'style';

const deeper = ({ all, tables }: Depth, node: Node): Depth => ({
  all: all + 1,
  tables: tables + (node instanceof HTMLTableElement ? 1 : 0),
});
const isTooDeep = ({ all, tables }: Depth) => all > deepest || tables > deepestTables;

/** Puts its text in the place of what lies too deep. */
function flatten(node: Node, depth: Depth): void {
  if (!(node instanceof Element)) return;
  const inside = deeper(depth, node);
  if (isTooDeep(inside)) {
    for (const wordless of node.querySelectorAll('script, style, template')) wordless.remove();
    node.replaceChildren(node.textContent ?? '');
    return;
  }
  for (const child of [...node.childNodes]) flatten(child, inside);
}

/** Moves them into a box of their document and leaves of them what is on the lists. */
function cleaned(nodes: readonly Node[], source: Document): HTMLElement {
  const box = source.createElement('div');
  box.append(...nodes);
  purifier.sanitize(box);
  return box;
}

/** What is left in the box, ready to be shown. */
function finished(box: HTMLElement, { onLink, settle }: Pouring): DocumentFragment {
  for (const image of box.querySelectorAll('img:not([src])')) image.replaceWith(wordsOf(image));
  for (const anchor of box.querySelectorAll('a')) {
    const target = makeLink(anchor);
    if (target) onLink(anchor, target);
  }
  if (settle) settleHeights(box);
  const fragment = document.createDocumentFragment();
  fragment.append(...box.childNodes);
  return fragment;
}

function copyAttributes<To extends Element>(from: Element, to: To): To {
  for (const { name, value } of from.attributes) {
    // A name that only a parser takes (`"` in it) is on no list.
    if (/^[a-z:-]+$/i.test(name)) to.setAttribute(name, value);
  }
  return to;
}

/** No element keeps an address to go to: our own click handling alone knows it, and it is said where it leads. */
function makeLink(anchor: Element): Target | undefined {
  const href = anchor.getAttribute('href')?.trim() ?? '';
  anchor.removeAttribute('href');
  anchor.removeAttribute('role');
  const isPlace = href.startsWith('#') && href.length > 1;
  const link = isPlace ? undefined : safeLink(href);
  if (!isPlace && !link) return undefined;
  anchor.setAttribute('role', 'link');
  anchor.setAttribute('tabindex', '0');
  if (!link) return { place: href.slice(1) };
  anchor.setAttribute('title', stripInvisible(`${link.target}\n${link.url}`));
  if (claimsOtherHost(anchor.textContent ?? '', link))
    anchor.after(note(` (opens ${link.target})`));
  return { url: link.url };
}

function wordsOf(image: Element): Node {
  const words = image.getAttribute('alt')?.trim() ?? '';
  return note(words === '' ? '[image]' : `[image: ${words}]`);
}

function note(words: string): Element {
  const span = document.createElement('span');
  span.className = 'konsole-note';
  span.textContent = words;
  return span;
}

/** Heights in parts of the window would grow with the frame that grows with them: they are those of a window this high, px. */
const windowHeight = 720;
const viewportUnit = /(?<![\w#.-])(\d*\.?\d+)[dsl]?v(?:h|b|min|max)\b/gi;

export const withoutViewport = (css: string): string =>
  css.replace(viewportUnit, (_unit, parts: string) => `${(Number(parts) * windowHeight) / 100}px`);

function settleHeights(box: Element): void {
  for (const element of box.querySelectorAll('[style]')) {
    const style = element.getAttribute('style') ?? '';
    const settled = withoutViewport(style);
    if (settled !== style) element.setAttribute('style', settled);
  }
  for (const sheet of box.querySelectorAll('style')) {
    sheet.textContent = withoutViewport(sheet.textContent ?? '');
  }
}
