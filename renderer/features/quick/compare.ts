/**
 * The same questions to a second model: a chat session of its own beside the conversation, with its own line to the
 * konsole, so that neither waits for the other. It is found again after a reload, as the conversation is. It ends with
 * the conversation, or when it is switched off; what was answered stays among the earlier conversations.
 */
import { create } from 'zustand';
import { recordsCommands } from '../../../preload/contract/records';
import { command, messageOf, newCommandId } from '../../stores/commands';
import { followAhead } from '../../stores/session-store';
import { keep } from './address';
import type { Asked, Question } from './conversation';

export interface Compare {
  /** The second model; absent: one model is asked. */
  model?: string;
  /** Absent until it was asked something. */
  session?: string;
  /** The last question, shown until its turn comes over the stream. */
  asked?: Asked;
  /** A question that did not get through, and why. */
  lost?: { question: Question; why: string };
  /** It comes from before a reload, and nobody has said yet that its model and its session are still there. */
  recalled?: boolean;
}

export const useCompare = create<Compare>()(() => ({}));

/** One object a comparison: an answer to an old one changes nothing here. */
let talk: { session?: string } = {};
let line: Promise<void> = Promise.resolve();

function begin(fields: Compare): void {
  const { model, session } = fields;
  talk = session === undefined ? {} : { session };
  line = Promise.resolve();
  useCompare.setState(fields, true);
  keep({ second: model, secondSession: session });
}

/** After a reload: as the address names it, until it is looked at more closely. */
export function recallCompare(model: string, session: string | undefined): void {
  begin({ model, ...(session === undefined ? {} : { session }), recalled: true });
}

/** What came from before a reload is still there. */
export function compareHolds(): void {
  useCompare.setState(({ recalled: _recalled, ...rest }) => rest, true);
}

/** From the next question on. What another second model was asked is left. */
export function compareWith(model: string): void {
  if (useCompare.getState().model !== model) begin({ model });
}

export function endCompare(): void {
  if (useCompare.getState().model !== undefined) begin({});
}

/** Konsole answers these itself, once. */
const forRecords = (text: string) =>
  recordsCommands.some(({ name }) => text === `/${name}` || text.startsWith(`/${name} `));

/** Asks the second model too, if there is one. A question with a model makes that one the second. Never rejects. */
export function askSecond(question: Question): Promise<void> {
  const model = question.model ?? useCompare.getState().model;
  if (model === undefined || forRecords(question.text)) return Promise.resolve();
  const mine = talk;
  useCompare.setState(
    ({ lost: _lost, ...rest }) => ({ ...rest, model, asked: { text: question.text } }),
    true,
  );
  keep({ second: model });
  line = line.then(() => send({ ...question, model }, mine));
  return line;
}

/** Asks again what did not get through. */
export function askLost(): Promise<void> {
  const { lost } = useCompare.getState();
  return lost ? askSecond(lost.question) : Promise.resolve();
}

async function send(question: Question & { model: string }, mine: typeof talk): Promise<void> {
  const { text, blobs = [], sees, model } = question;
  const message = {
    text,
    ...(blobs.length > 0 ? { blobs: [...blobs] } : {}),
    ...(sees ? { sees } : {}),
  };
  const once = { commandId: newCommandId(), model };
  try {
    const turn =
      mine.session === undefined
        ? await beginWith(message, once, mine)
        : (await command('turn.send', { session: mine.session, ...message, ...once })).turn;
    if (mine !== talk || turn === undefined) return;
    useCompare.setState(({ asked }) => (asked?.text === text ? { asked: { text, turn } } : {}));
  } catch (error) {
    if (mine !== talk) return;
    const why = messageOf(error);
    useCompare.setState(
      ({ asked: _asked, ...rest }) => ({ ...rest, lost: { question, why } }),
      true,
    );
  }
}

async function beginWith(
  first: { text: string; blobs?: string[] },
  once: { commandId: string; model: string },
  mine: typeof talk,
): Promise<string | undefined> {
  const { session, turn } = await command('session.create', { kind: 'chat', first, ...once });
  mine.session = session.id;
  if (mine === talk) {
    followAhead(session.id);
    useCompare.setState({ session: session.id });
    keep({ secondSession: session.id });
  }
  return turn;
}

/** The stream shows it: from here on what the session says of it counts. */
export function secondArrived(turn: string): void {
  useCompare.setState(
    ({ asked, ...rest }) => (asked && asked.turn !== turn ? { ...rest, asked } : rest),
    true,
  );
}

/** Its session was deleted or became a main session: the next question begins another one. */
export function loseSecond(): void {
  const { model } = useCompare.getState();
  begin(model === undefined ? {} : { model });
}
