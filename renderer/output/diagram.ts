/**
 * Runs in the frame of our second origin, sandboxed and without network: draws the one diagram that its page sends,
 * and says back how high it became, or why it did not. Draws again when the theme changes.
 */
import mermaid from 'mermaid';
import { diagramConfig } from './diagram-theme';

const light = matchMedia('(prefers-color-scheme: light)');

async function draw(source: string, port: MessagePort): Promise<void> {
  const place = document.getElementById('diagram');
  if (!place) return;
  try {
    mermaid.initialize(diagramConfig(!light.matches));
    const { svg } = await mermaid.render('drawn', source);
    const parsed = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
    if (!parsed) throw new Error('nothing was drawn');
    withoutWaysOut(parsed);
    place.replaceChildren(document.adoptNode(parsed));
    port.postMessage({ type: 'shown', height: document.documentElement.offsetHeight });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    port.postMessage({ type: 'failed', reason: words.split('\n').slice(0, 3).join(' ') });
  }
}

/** The sandbox and the policy let nothing out; but a link that is followed would take the diagram away. */
function withoutWaysOut(svg: Element): void {
  for (const element of svg.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const isWay =
        /^(?:.+:)?(?:href|src|target|action|ping)$/i.test(name) && !value.startsWith('#');
      if (isWay || /^on/i.test(name)) element.removeAttribute(name);
    }
  }
}

addEventListener(
  'message',
  ({ source, data, ports }: MessageEvent<{ source?: unknown } | undefined>) => {
    const [port] = ports;
    const text = data?.source;
    if (source !== parent || !port || typeof text !== 'string') return;
    const again = () => void draw(text, port);
    again();
    light.addEventListener('change', again);
    new ResizeObserver(() => {
      const { offsetHeight } = document.documentElement;
      if (document.querySelector('svg')) port.postMessage({ type: 'shown', height: offsetHeight });
    }).observe(document.documentElement);
  },
  { once: true },
);
