/** An output in a tab of its own: an empty page of ours around the sandboxed frame, which the server's headers keep apart. */
import { safeLink } from '../features/markdown/safe-link';
import {
  frameAddress,
  readAnswer,
  type ShowRequest,
} from '../features/kontasks/output/frame-messages';

/** False where the browser opens no tab. */
export function showInTab(title: string, html: string): boolean {
  const tab = window.open('', '_blank');
  if (!tab) return false;
  const { document: page } = tab;
  page.title = title;
  // By the object model: the page has the policy of the one that opened it, which takes no style from markup.
  Object.assign(page.body.style, { margin: '0' });
  const frame = document.createElement('iframe');
  frame.title = 'Output';
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.referrerPolicy = 'no-referrer';
  Object.assign(frame.style, { display: 'block', width: '100%', height: '100vh', border: '0' });
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    const answer = readAnswer(data);
    const link = answer?.type === 'link' ? safeLink(answer.url) : undefined;
    // The browser itself lets nothing open that nobody clicked.
    if (link) tab.open(link.url, '_blank', 'noopener,noreferrer');
  };
  frame.addEventListener(
    'load',
    () => {
      const request: ShowRequest = { html };
      frame.contentWindow?.postMessage(request, '*', [channel.port2]);
    },
    { once: true },
  );
  frame.src = new URL(frameAddress(), location.href).href;
  page.body.append(frame);
  return true;
}
