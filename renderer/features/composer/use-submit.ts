/** What Enter and the buttons do with a message: send, queue or steer, once each. A failure keeps the text. */
import { useCallback, useRef, useState } from 'react';
import { KonsoleError } from '../../../preload/contract/errors';
import { attachmentsOf, clearAttachments } from '../../stores/attachments';
import type { Attachment } from '../../stores/attachments';
import { messageOf, newCommandId } from '../../stores/commands';
import { flushDraft } from '../../stores/draft-store';
import { goToEnd } from '../../stores/jump-store';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';
import { rememberRequest } from './requests';
import { sendMessage, steerTurn } from './send';
import type { Message, Sent } from './send';
import type { DraftBox } from './use-draft';

export type Gesture = 'send' | 'queue' | 'steer';

export interface Submit {
  /** True while a message is on its way. */
  busy: boolean;
  /** Why the message is still here. */
  failure: string | undefined;
  submit: (gesture: Gesture) => void;
  /** The message was changed, which makes it another one. */
  changed: () => void;
}

export interface SubmitDeps {
  session: string | undefined;
  draft: DraftBox;
  onSent: (session: string) => void;
}

/** What keeps a message with files from going; undefined where nothing does. */
export function reasonAgainst(
  files: readonly Attachment[],
  blank: boolean,
  gesture: Gesture,
): string | undefined {
  if (files.length === 0) return undefined;
  if (files.some((file) => file.state === 'failed')) {
    return 'A file could not be added. Try it again or remove it, then this can go.';
  }
  if (files.some((file) => file.state === 'adding')) {
    return 'Files are being added; this can go when they are there.';
  }
  if (blank) return 'Write what to do with it.';
  return gesture === 'steer' ? 'Steer takes text only; Queue takes the files along.' : undefined;
}

export function useSubmit({ session, draft, onSent }: SubmitDeps): Submit {
  const place = session ?? '';
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const sending = useRef(false);
  /** Of a message that may have got through though its answer did not; any change makes it another message. */
  const unanswered = useRef<Message & { gesture: Gesture }>(undefined);

  const run = useCallback(
    async (gesture: Gesture) => {
      const text = draft.read();
      if (sending.current) return;
      const reason = reasonAgainst(attachmentsOf(place), text === '', gesture);
      // It stands below the box already.
      if (reason !== undefined) return announce(reason);
      if (text === '') return;
      sending.current = true;
      setBusy(true);
      setFailure(undefined);
      flushDraft(place);
      const blobs = attachmentsOf(place).flatMap(({ blob }) => (blob ? [blob.id] : []));
      const before = unanswered.current;
      const again =
        session !== undefined &&
        before?.text === text &&
        before.blobs.join() === blobs.join() &&
        (before.gesture === 'steer') === (gesture === 'steer');
      const message = { text, blobs, commandId: again ? before.commandId : newCommandId() };
      unanswered.current = undefined;
      try {
        const sent = await go(session, gesture, message);
        draft.clear();
        clearAttachments(place);
        flushDraft(place);
        rememberRequest(text);
        if (gesture === 'queue') announce('Queued');
        if (gesture === 'steer') announce('Told to the running turn');
        // Whoever went elsewhere meanwhile stays there.
        if (draft.box.current) {
          onSent(sent.session);
          // What is queued is no part of the transcript yet.
          if (gesture !== 'queue') goToEnd(sent.session);
        }
      } catch (error) {
        if (mayHaveArrived(error)) unanswered.current = { ...message, gesture };
        const words = wordsFor(error, gesture);
        if (draft.box.current) setFailure(words);
        else toast({ message: `A message was not sent. ${words}`, tone: 'bad' });
      } finally {
        sending.current = false;
        setBusy(false);
        draft.box.current?.focus();
      }
    },
    [draft, onSent, place, session],
  );

  const submit = useCallback((gesture: Gesture) => void run(gesture), [run]);
  const changed = useCallback(() => {
    unanswered.current = undefined;
  }, []);
  return { busy, failure, submit, changed };
}

function go(session: string | undefined, gesture: Gesture, message: Message): Promise<Sent> {
  if (gesture === 'steer' && session !== undefined) return steerTurn(session, message);
  return sendMessage(session, message);
}

function wordsFor(error: unknown, gesture: Gesture): string {
  if (gesture === 'steer' && error instanceof KonsoleError && error.code === 'conflict') {
    return 'The turn ended before this could reach it. It is still here: Send asks it as a new turn.';
  }
  return messageOf(error);
}

/** What was refused for a reason has an answer, which a repeat would only get again. */
function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof KonsoleError) || error.code === 'internal';
}
