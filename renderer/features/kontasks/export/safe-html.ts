/**
 * What of an output's HTML goes into an exported page: elements and attributes on a list, made anew, so that nothing of
 * it can run, load or navigate wherever the file is opened, even by a reader that knows no policy. Needs a DOM.
 */
const tags = new Set(
  (
    'a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption ' +
    'figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span ' +
    'strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
);
/** What is in these is no text to be read. */
const dropped = new Set(
  (
    'applet audio button canvas embed frameset iframe input math noembed noframes noscript object option script select style svg ' +
    'template textarea title video xmp'
  ).split(' '),
);
const attributes = new Set(
  'align alt bgcolor border cellpadding cellspacing color colspan datetime dir height lang open reversed role rowspan scope start title valign width'.split(
    ' ',
  ),
);
/** Deeper than anybody writes: what is below stands there as text. */
const deepest = 200;

/** Safe HTML of the same content, without a document around it. */
export function safeHtml(html: string): string {
  const source = new DOMParser().parseFromString(html, 'text/html');
  const into = source.implementation.createHTMLDocument('').createElement('div');
  pour(source.body, into, 0);
  return into.innerHTML;
}

function pour(from: Node, into: HTMLElement, depth: number): void {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(node.textContent ?? '');
    if (!isElement(node)) continue;
    const name = node.localName;
    if (dropped.has(name)) continue;
    if (depth >= deepest) into.append(node.textContent ?? '');
    else pour(node, tags.has(name) ? placed(node, name, into) : into, depth + 1);
  }
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

function placed(from: Element, name: string, into: HTMLElement): HTMLElement {
  const made = into.ownerDocument.createElement(name);
  for (const { name: attribute, value } of from.attributes) {
    if (attributes.has(attribute)) made.setAttribute(attribute, value);
  }
  const style = safeStyle(from.getAttribute('style') ?? '');
  if (style !== '') made.setAttribute('style', style);
  const href = from.getAttribute('href') ?? '';
  if (name === 'a' && /^(?:https?:\/\/|mailto:)/i.test(href)) {
    made.setAttribute('href', href);
    made.setAttribute('rel', 'noopener noreferrer');
  }
  const picture = from.getAttribute('src') ?? '';
  if (name === 'img' && /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/i.test(picture))
    made.setAttribute('src', picture);
  into.append(made);
  return made;
}

/** Declarations that only look: none that loads, covers the page or leaves its place. */
export function safeStyle(style: string): string {
  // A comment or an escape may hide a name.
  if (/[\\<>{}]|\/\*/.test(style)) return '';
  return style
    .split(';')
    .map((declaration) => declaration.trim())
    .filter((declaration) => {
      const [, name = '', value = ''] = /^([a-z-]+)\s*:\s*(.+)$/is.exec(declaration) ?? [];
      if (name === '' || /url|image-set|expression|src\s*\(|@|attr\s*\(/i.test(value)) return false;
      return !/^(?:position|inset|top|left|right|bottom|z-index|behavior|content|-moz-binding|all)$/i.test(
        name,
      );
    })
    .join('; ');
}
