/**
 * Earlier requests with the arrow keys: up from an empty box to what was asked before, down to what was being
 * written. What is changed on the way is kept until the message goes, and changes no request.
 */
import { useCallback, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { messageOf } from '../../stores/commands';
import { toast } from '../../ui/toast';
import { earlierRequests } from './requests';
import type { Request } from './requests';
import { boxChars } from './use-draft';
import type { DraftBox, Written } from './use-draft';

interface Browsing {
  requests: readonly Request[];
  /** Which of them is shown; -1 is what was being written. */
  at: number;
  /** What was put in the box, as long as nothing was changed. */
  put: string;
  /** What stands at the places that were left. */
  left: Map<number, Written>;
}

export interface Recall {
  /** True when the key brought another text. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  /** The message went: what was asked before begins with it next time. */
  end: () => void;
}

export function useRecall(session: string | undefined, draft: DraftBox): Recall {
  const browsing = useRef<Browsing>(undefined);
  const { box, written, write } = draft;

  const show = useCallback(
    (state: Browsing, to: number) => {
      const request = state.requests[to];
      state.left.set(state.at, written());
      state.at = to;
      const again = state.left.get(to);
      const next = again ?? asWritten(request?.text ?? '');
      put(state, next);
      const whole = again ? undefined : request?.whole;
      if (!whole) return;
      void whole().then(
        (text) => {
          const still = browsing.current === state && state.at === to;
          if (text !== undefined && still && box.current?.value === state.put) {
            put(state, asWritten(text));
          }
        },
        (error: unknown) => toast({ message: messageOf(error), tone: 'bad' }),
      );

      function put(into: Browsing, what: Written) {
        const up = what.text.includes('\n') && to > -1;
        into.put = what.text;
        write(what, up ? 'start' : 'end');
      }
    },
    [box, write, written],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent): boolean => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      const element = box.current;
      if (!element || step === undefined || event.nativeEvent.isComposing) return false;
      if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
      const now = browsing.current;
      if (!now || (element.value === '' && now.put !== '')) {
        if (step < 0 || element.value !== '' || written().pasted.length > 0) return false;
        const requests = earlierRequests(session);
        if (requests.length === 0) return false;
        browsing.current = { requests, at: -1, put: '', left: new Map() };
        show(browsing.current, 0);
        return true;
      }
      const to = now.at + step;
      if (to < -1 || to >= now.requests.length || !atEdge(element, step, now.put)) return false;
      show(now, to);
      if (to === -1) browsing.current = undefined;
      return true;
    },
    [box, session, show, written],
  );

  const end = useCallback(() => {
    browsing.current = undefined;
  }, []);
  return { onKeyDown, end };
}

/** Up at the very beginning, down at the very end; an untouched text of one line is left from either end. */
function atEdge(element: HTMLTextAreaElement, step: number, put: string): boolean {
  const { selectionStart: caret, selectionEnd, value } = element;
  if (caret !== selectionEnd) return false;
  if (caret === (step > 0 ? 0 : value.length)) return true;
  const edge = caret === 0 || caret === value.length;
  return edge && value === put && !value.includes('\n');
}

/** A text that a text box would take long to lay out comes back beside it. */
function asWritten(text: string): Written {
  return text.length > boxChars ? { text: '', pasted: [text] } : { text, pasted: [] };
}
