/**
 * The one conversation of the quick window: which chat session it is and what is on its way. What is being typed lies
 * in the draft store, at the conversation's place. It is made by the first question, kept while the window is hidden,
 * and found again after a reload.
 */
import { create } from 'zustand';
import type { Sees } from '../../../preload/contract/shapes';
import { attachBlobs, moveAttachments } from '../../stores/attachments';
import { newCommandId, command, messageOf } from '../../stores/commands';
import { draftOf, joined, keepDraft, moveDraft, quickPlace } from '../../stores/draft-store';
import type { Draft } from '../../stores/draft-store';
import { followAhead } from '../../stores/session-store';
import { toast } from '../../ui/toast';
import { keep, readKept } from './address';
import { endCompare, recallCompare, useCompare } from './compare';
import { resetSeeing } from './seeing';

export interface Question {
  text: string;
  /** Ids of the files that go along. */
  blobs?: readonly string[] | undefined;
  sees?: Sees | undefined;
  /** Absent: the one that was chosen for the conversation. */
  model?: string | undefined;
}

export interface Asked {
  text: string;
  /** Known once the konsole has it. */
  turn?: string;
}

export interface Conversation {
  /** Absent until something was asked. */
  session?: string;
  /** The last question, shown at once and until its turn comes over the stream. */
  asked?: Asked;
  /** Why the last question did not get through, and what to do. */
  trouble?: string;
  /** What happened to the last conversation, said until the next question. */
  note?: string;
  /** A model that was chosen and not asked yet; from the next question on the konsole remembers it. */
  model?: string;
  /** Grows when the question should have the focus. */
  focusAsked: number;
  /** Grows when something came back into the box. */
  cameBack: number;
}

const empty: Conversation = { focusAsked: 0, cameBack: 0 };

export const useConversation = create<Conversation>()(() => ({ ...empty }));

/** Where what is typed for this conversation is kept. */
export const placeOf = (session: string | undefined) => session ?? quickPlace;

export function focusQuestion(): void {
  useConversation.setState(({ focusAsked }) => ({ focusAsked: focusAsked + 1 }));
}

export function chooseModel(model: string): void {
  useConversation.setState({ model });
}

/** Says what is in the way, or with no words that nothing is. */
export function sayTrouble(words: string | undefined): void {
  useConversation.setState(
    ({ trouble: _trouble, ...rest }) => (words === undefined ? rest : { ...rest, trouble: words }),
    true,
  );
}

interface Talk {
  session?: string;
  /** It was lost, and what was written in it went over to this one. */
  next?: Talk;
}

/** One object a conversation: an answer to an old one changes nothing here. */
let talk: Talk = {};
/** Questions are sent one after the other: the first makes the session that the next belongs to. */
let line: Promise<void> = Promise.resolve();

/** Asks. When it does not get through, the reason is said and `back` lies in the box again. Never rejects. */
export function ask(question: Question, back?: Draft): Promise<void> {
  const mine = talk;
  const { text } = question;
  const model = question.model ?? useConversation.getState().model;
  useConversation.setState(
    ({ trouble: _trouble, note: _note, ...rest }) => ({ ...rest, asked: { text } }),
    true,
  );
  line = line.then(() => send({ ...question, model }, back, mine));
  return line;
}

async function send(
  { text, blobs = [], sees, model }: Question,
  back: Draft | undefined,
  mine: Talk,
): Promise<void> {
  try {
    const message = {
      text,
      ...(blobs.length > 0 ? { blobs: [...blobs] } : {}),
      ...(sees ? { sees } : {}),
    };
    const once = {
      commandId: newCommandId(),
      ...(model === undefined ? {} : { model }),
    };
    const { session } = mine;
    const turn =
      session === undefined
        ? await beginWith(message, once, mine)
        : (await command('turn.send', { session, ...message, ...once })).turn;
    if (mine !== talk) return;
    useConversation.setState(({ asked, model: chosen, ...rest }) => {
      const shown = asked?.text === text && turn !== undefined ? { text, turn } : asked;
      return {
        ...rest,
        ...(shown ? { asked: shown } : {}),
        // A choice made while it was under way stays.
        ...(chosen === undefined || chosen === model ? {} : { model: chosen }),
      };
    }, true);
  } catch (error) {
    if (mine === talk) {
      useConversation.setState(({ asked: _asked, ...rest }) => rest, true);
    }
    failed(mine, messageOf(error), back);
  }
}

/** Said where the question lies now: in the box, or in that of a conversation that is not shown. */
function failed(mine: Talk, why: string, back: Draft | undefined): void {
  const { session } = nowOf(mine);
  const place = placeOf(session);
  if (back) comesBack(place, back);
  if (place === placeOf(talk.session)) {
    if (back) useConversation.setState(({ cameBack }) => ({ cameBack: cameBack + 1 }));
    sayTrouble(why);
    return;
  }
  const box = session === undefined ? 'your next new conversation' : 'its conversation';
  const where = back ? ` It lies in the box of ${box} again.` : '';
  toast({ tone: 'bad', message: `A question before this one did not get through: ${why}${where}` });
}

function comesBack(place: string, back: Draft): void {
  const { text, pasted } = joined(back, draftOf(place));
  keepDraft(place, { text, pasted });
  attachBlobs(place, back.files);
}

/** The stream shows it: from here on what the session says of it counts. */
export function arrived(turn: string): void {
  useConversation.setState(
    ({ asked, ...rest }) => (asked && asked.turn !== turn ? { ...rest, asked } : rest),
    true,
  );
}

/** The session comes with its first question: one way to the konsole. What was typed meanwhile is typed to it. */
async function beginWith(
  first: { text: string; blobs?: string[]; sees?: Sees },
  once: { commandId: string; model?: string },
  mine: Talk,
): Promise<string | undefined> {
  const { session, turn } = await command('session.create', { kind: 'chat', first, ...once });
  mine.session = session.id;
  if (mine === talk) {
    followAhead(session.id);
    moveWritten(quickPlace, session.id);
    useConversation.setState({ session: session.id });
    keep({ session: session.id });
  }
  return turn;
}

const nowOf = (mine: Talk): Talk => (mine.next ? nowOf(mine.next) : mine);

/**
 * For what comes later, as a chosen file does: tells where it goes then. Meanwhile the first question may have made the
 * session of this conversation, or another conversation be shown.
 */
export function placeLater(): () => string {
  const mine = talk;
  return () => placeOf(nowOf(mine).session);
}

function moveWritten(from: string, to: string, gone = false): void {
  moveDraft(from, to, gone);
  moveAttachments(from, to);
}

function begin(fields: Pick<Conversation, 'session' | 'note'>): void {
  const { session } = fields;
  talk = session === undefined ? {} : { session };
  line = Promise.resolve();
  resetSeeing(session !== undefined);
  endCompare();
  useConversation.setState(
    ({ focusAsked }) => ({ ...empty, ...fields, focusAsked: focusAsked + 1 }),
    true,
  );
  keep({ session });
}

/** Leaves the conversation as it is (what runs goes on, and is in the main window) and starts another. */
export function newConversation(): void {
  begin({});
}

/** Goes on with one that was had before. */
export function openConversation(session: string): void {
  begin({ session });
}

/**
 * It is no conversation of this window any more: that with the second model goes on, or else the next question begins a
 * new one. What is typed stays.
 */
export function loseSession(why: string, gone: boolean): void {
  const { session } = useConversation.getState();
  const { session: other } = useCompare.getState();
  if (session !== undefined) moveWritten(session, placeOf(other), gone);
  const lost = talk;
  begin(
    other === undefined
      ? { note: `${why} Your next question begins a new one.` }
      : { session: other, note: `${why} The one with the second model goes on here.` },
  );
  lost.next = talk;
}

/** The other answer of a comparison that was left. */
const otherNote = 'The other answer is among the earlier conversations.';

/** What is done now makes what is said of the last conversation old. */
export function dropNote(): void {
  useConversation.setState(({ note: _note, ...rest }) => rest, true);
}

/** One model is asked again: the first of the two. */
export function keepFirst(): void {
  const { session } = useCompare.getState();
  endCompare();
  if (session !== undefined) useConversation.setState({ note: otherNote });
  focusQuestion();
}

/** The second of the two is asked alone, in its conversation, with what is typed meanwhile. */
export function keepSecond(): void {
  const { session: other } = useCompare.getState();
  const { session } = useConversation.getState();
  if (other === undefined) return;
  moveWritten(placeOf(session), other);
  begin({ session: other, note: otherNote });
}

/** After a reload: the conversation that the address names, and the model that is compared with. */
export function recallConversation(hash: string): void {
  const { session, second, secondSession } = readKept(hash);
  if (session !== undefined) begin({ session });
  if (second !== undefined) recallCompare(second, secondSession);
}
