/** What a page has to do with one frame that shows an output: loads it, gives it the text, and hears what it says. */
import { beginningChars } from '../../../stores/kontask-output';
import { frameAddress, type MoreRequest, readAnswer, type ShowRequest } from './frame-messages';

/** ms */
const loadingLimit = 20_000;
const showingLimit = 15_000;
const textLimit = 5_000;

/** UTF-16 units in one message behind the beginning: more would hold up a frame of the page. */
const pieceChars = 256 * 1024;

export interface FrameEvents {
  /** CSS pixels; again when it changes. */
  onHeight: (height: number) => void;
  onLink: (url: string) => void;
  onTrouble: (words: string) => void;
}

export interface FrameConnection {
  /** `cut`: it is the beginning of what is shown next, by the same frame. Otherwise the frame is loaded anew. */
  show: (html: string, cut: boolean) => void;
  /** What is shown, as text; rejects where the frame does not answer. */
  text: () => Promise<string>;
  close: () => void;
}

/** `events` is asked for at each event: a page draws itself anew in between. */
export function connectFrame(frame: HTMLIFrameElement, events: () => FrameEvents): FrameConnection {
  let wanted: { html: string; cut: boolean } | undefined;
  let port: MessagePort | undefined;
  /** UTF-16 units that the frame has; undefined until it is loaded. */
  let sent: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: ((text: string) => void)[] = [];

  const late = (words: string, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => events().onTrouble(words), ms);
  };

  function hear({ data }: MessageEvent<unknown>): void {
    const answer = readAnswer(data);
    if (!answer) return;
    clearTimeout(timer);
    if (answer.type === 'shown') events().onHeight(answer.height);
    else if (answer.type === 'link') events().onLink(answer.url);
    else if (answer.type === 'failed') events().onTrouble(answer.reason);
    else if (answer.type === 'text') {
      for (const resolve of waiting) resolve(answer.text);
      waiting = [];
    }
  }

  function load(): void {
    end();
    const channel = new MessageChannel();
    const mine = channel.port1;
    port = mine;
    mine.onmessage = hear;
    late('what shows it could not be loaded', loadingLimit);
    const begin = () => {
      if (port !== mine || !wanted) return;
      late('it took too long to be shown', showingLimit);
      const { html, cut } = wanted;
      const beginning = html.slice(0, beginningChars);
      sent = beginning.length;
      const request: ShowRequest = { html: beginning, cut: cut || sent < html.length };
      // The frame is sandboxed, its origin is nobody's: there is no name to send it to.
      frame.contentWindow?.postMessage(request, '*', [channel.port2]);
      if (!cut) void sendRest(html, mine);
    };
    frame.addEventListener('load', begin, { once: true });
    frame.src = frameAddress();
  }

  /** What is drawn first is drawn before more of it comes. */
  async function sendRest(html: string, to: MessagePort): Promise<void> {
    while (port === to && sent !== undefined && sent < html.length) {
      await pause();
      if (port !== to) return;
      const more = html.slice(sent, sent + pieceChars);
      sent += more.length;
      const request: MoreRequest = { more, end: sent === html.length };
      to.postMessage(request);
    }
    if (port === to && waiting.length > 0) to.postMessage('text');
  }

  function end(): void {
    clearTimeout(timer);
    port?.close();
    port = undefined;
    sent = undefined;
  }

  return {
    show(html, cut) {
      const goesOn = wanted?.cut === true && port !== undefined && html.startsWith(wanted.html);
      wanted = { html, cut };
      if (!goesOn || !port) load();
      else if (sent !== undefined && !cut) void sendRest(html, port);
    },
    text: () =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('The output does not answer.')), textLimit);
        waiting.push(resolve);
        // Of a beginning nobody wants the text: once all of it is sent, it is asked for.
        if (wanted && sent === wanted.html.length && !wanted.cut) port?.postMessage('text');
      }),
    close: end,
  };
}

const pause = () =>
  new Promise<void>((resolve) => {
    setTimeout(resolve);
  });
