/** Where a question is typed: focused whenever the window is shown, typable before anything was loaded. */
import { useEffect, useRef } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { attachFiles, attachmentsOf, clearAttachments } from '../../stores/attachments';
import { draftOf, flushDraft } from '../../stores/draft-store';
import { useIndex } from '../../stores/index-store';
import { announce } from '../../ui/announce';
import { filesPasted, folderWords, named } from '../composer/dropped';
import { PastedList } from '../composer/pasted-list';
import { rememberRequest } from '../composer/requests';
import { useDraft } from '../composer/use-draft';
import type { DraftBox } from '../composer/use-draft';
import { useRecall } from '../composer/use-recall';
import { reasonAgainst } from '../composer/use-submit';
import { askSecond } from './compare';
import { ask, placeOf, sayTrouble, useConversation } from './conversation';
import { closePanel } from './panel';
import { seesOf, useSeeing } from './seeing';
import { SlashList } from './slash-list';
import { useSlash } from './use-slash';

export function AskBox({ followUp }: { followUp: boolean }) {
  const session = useConversation((state) => state.session);
  const place = placeOf(session);
  const draft = useDraft(place);
  const recall = useRecall(session, draft);
  const { box, write } = draft;
  const slash = useSlash((text) => write({ text, pasted: draft.pasted }, 'end'));
  const { view, onText } = slash;
  // Another conversation has other words in the box: what was listed for the ones before is not meant any more.
  useEffect(() => onText(draftOf(place).text), [onText, place]);

  useFocus(draft);
  useCameBack(place, draft);

  const send = () => {
    if (!askWritten(place, draft)) return;
    recall.end();
    onText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (slash.onKeyDown(event) || recall.onKeyDown(event)) return event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
      return;
    // Enter that ends the writing of a word in an input method asks nothing.
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const { files, folder } = filesPasted(event.clipboardData);
    if (files.length === 0 && !folder) return;
    event.preventDefault();
    sayTrouble(attachFiles(place, files.map(named)) ?? (folder ? folderWords : undefined));
    if (files.length > 0) announce(files.length === 1 ? 'File added' : 'Files added');
  };

  return (
    <>
      <textarea
        ref={box}
        aria-label="Ask"
        aria-autocomplete="list"
        aria-haspopup={view ? 'listbox' : undefined}
        aria-controls={view?.id}
        aria-activedescendant={view && `${view.id}-${view.active}`}
        rows={1}
        spellCheck
        placeholder={
          followUp ? 'Ask a follow-up' : 'Ask anything. Type / for what Konsole recorded.'
        }
        onInput={(event) => {
          draft.onInput();
          onText(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => flushDraft(place)}
        className="block max-h-[168px] w-full resize-none [field-sizing:content] bg-transparent text-[18px] leading-7 text-ink outline-none"
      />
      {view && <SlashList view={view} choose={slash.choose} />}
      <PastedList pasted={draft.pasted} onRemove={draft.removePasted} />
    </>
  );
}

/** Asks what is written, with what goes along. False when something is in the way, which was said. */
function askWritten(place: string, draft: DraftBox): boolean {
  const text = draft.read();
  const files = attachmentsOf(place);
  const reason = reasonAgainst(files, text === '', 'send');
  if (reason !== undefined) {
    sayTrouble(reason);
    return false;
  }
  if (text === '') return false;
  const blobs = files.flatMap(({ blob }) => (blob ? [blob] : []));
  const back = { ...draft.written(), files: blobs };
  const sees = seesOf(useSeeing.getState(), useIndex.getState().sessions);
  draft.clear();
  clearAttachments(place);
  rememberRequest(text);
  const question = { text, blobs: blobs.map(({ id }) => id), sees };
  void ask(question, back);
  void askSecond(question);
  return true;
}

/** The question has the focus, with the caret at its end, whenever it should. */
function useFocus({ box }: DraftBox): void {
  useEffect(() => {
    const focus = () => {
      const element = box.current;
      element?.focus();
      element?.setSelectionRange(element.value.length, element.value.length);
    };
    focus();
    return useConversation.subscribe((state, before) => {
      if (state.focusAsked === before.focusAsked) return;
      // A menu that had lost the focus does not close by itself.
      closePanel();
      focus();
    });
  }, [box]);
}

/** Shows what did not get through in the box again. */
function useCameBack(place: string, { write }: DraftBox): void {
  const cameBack = useConversation((state) => state.cameBack);
  const shown = useRef(cameBack);
  useEffect(() => {
    if (shown.current === cameBack) return;
    shown.current = cameBack;
    if (cameBack > 0) write(draftOf(place), 'end');
  }, [cameBack, place, write]);
}
