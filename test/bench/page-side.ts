/**
 * What the bench puts into a page to look at it from inside. Each function is sent as text and must not use
 * anything outside itself. Times are of the page's own clock (performance.now), ms.
 */

export interface PageBench {
  /** Resolves once the next frame is made and painted. */
  painted(): Promise<number>;
  /** Resolves with the time of the painting at which `holds` was true, asked at each change of the page. */
  paintedOnce(holds: () => boolean, withinMs: number): Promise<number>;
  /** Reads the marks `w17w` out of whatever text changes below the element, and tells when each was painted. */
  watchMarks(selector: string): void;
  /** The highest mark seen so far and the time of every one, in order; the list begins anew. */
  takeMarks(): { mark: number; at: number }[];
  /** Every frame from now on, until asked for. */
  countFrames(): void;
  takeFrames(): number[];
  /** Takes from now on how long the answer to each press of a key is, until asked for: from when the browser
   * process had the key to the end of the frame after the page was told, ms. */
  watchAnswers(): void;
  takeAnswers(): number[];
}

export type BenchWindow = typeof globalThis & {
  bench: PageBench;
  /** A binding of the protocol: wakes the bench without a call that costs the page anything. */
  benchSaw?: (text: string) => void;
  /** Not in the library's types: https://wicg.github.io/scheduling-apis/ */
  scheduler: { postTask(task: () => void, options: { priority: 'user-blocking' }): Promise<void> };
};

export function installBench(): void {
  const here = window as unknown as BenchWindow;
  let marks: { mark: number; at: number }[] = [];
  let seen = -1;
  let frames: number[] = [];
  let counting = false;

  // After the frame's own callbacks, style and layout: a message comes when they are done.
  const painted = () =>
    new Promise<number>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => resolve(performance.now()), { once: true });
        port1.start();
        port2.postMessage(0);
      });
    });

  const paintedOnce = (holds: () => boolean, withinMs: number) =>
    new Promise<number>((resolve, reject) => {
      const finish = (end: () => void) => {
        observer.disconnect();
        clearTimeout(timer);
        end();
      };
      const look = () => {
        if (!holds()) return;
        finish(() => {
          // What is true between frames may be moved again before one is shown: ask once more, painted.
          void painted().then((at) => {
            if (holds()) resolve(at);
            else void paintedOnce(holds, withinMs).then(resolve, reject);
          });
        });
      };
      const observer = new MutationObserver(look);
      observer.observe(document, {
        subtree: true,
        childList: true,
        characterData: true,
        // What was found may be the same as before, and yet be another answer.
        attributeFilter: ['data-answer'],
      });
      const timer = setTimeout(
        () => finish(() => reject(new Error(`Not on screen within ${withinMs} ms.`))),
        withinMs,
      );
      look();
    });

  const watchMarks = (selector: string) => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`Nothing here is ${selector}`);
    let fresh: number[] = [];
    const tell = (at: number) => {
      for (const mark of fresh) marks.push({ mark, at });
      const last = fresh.at(-1);
      fresh = [];
      if (last !== undefined) here.benchSaw?.(String(last));
    };
    new MutationObserver((records) => {
      const waiting = fresh.length > 0;
      for (const record of records) {
        const nodes = record.type === 'characterData' ? [record.target] : record.addedNodes;
        for (const node of nodes) {
          for (const [, digits] of (node.textContent ?? '').matchAll(/w(\d+)w/g)) {
            const mark = Number(digits);
            if (mark <= seen) continue;
            seen = mark;
            fresh.push(mark);
          }
        }
      }
      if (!waiting && fresh.length > 0) void painted().then(tell);
    }).observe(element, { subtree: true, childList: true, characterData: true });
    seen = -1;
  };

  const frame = (at: number) => {
    if (!counting) return;
    frames.push(at);
    requestAnimationFrame(frame);
  };

  let answers: number[] = [];
  // A message may have to wait behind those of a flood; a task of this kind comes right after the frame.
  const pressed = ({ timeStamp }: Event) => {
    const answered = () => answers.push(performance.now() - timeStamp);
    requestAnimationFrame(() => {
      void here.scheduler.postTask(answered, { priority: 'user-blocking' });
    });
  };

  here.bench = {
    painted,
    paintedOnce,
    watchMarks,
    takeMarks() {
      const taken = marks;
      marks = [];
      return taken;
    },
    countFrames() {
      frames = [];
      counting = true;
      requestAnimationFrame(frame);
    },
    takeFrames() {
      counting = false;
      return frames;
    },
    watchAnswers() {
      answers = [];
      document.addEventListener('keydown', pressed, { capture: true });
    },
    takeAnswers() {
      document.removeEventListener('keydown', pressed, { capture: true });
      return answers;
    },
  };
}
