/**
 * The one conversation of the quick window: which chat session it is, what is being typed, what is on its way.
 * It is made by the first question, kept while the window is hidden, and found again after a reload.
 */
import { create } from 'zustand';
import { newCommandId, command, desktopOrToast, messageOf } from '../../stores/commands';

export interface Asked {
  text: string;
  /** Known once the konsole has it. */
  turn?: string;
}

export interface Conversation {
  /** Absent until something was asked. */
  session?: string;
  draft: string;
  /** The last question, shown at once and until its turn comes over the stream. */
  asked?: Asked;
  /** Why the last question did not get through, and what to do. */
  trouble?: string;
  /** What happened to the last conversation, said until the next question. */
  note?: string;
  /** Grows when the question should have the focus. */
  focusAsked: number;
}

const empty: Conversation = { draft: '', focusAsked: 0 };

export const useConversation = create<Conversation>()(() => ({ ...empty }));

export function setDraft(draft: string): void {
  useConversation.setState({ draft });
}

export function focusQuestion(): void {
  useConversation.setState(({ focusAsked }) => ({ focusAsked: focusAsked + 1 }));
}

/** Grows with each new conversation, so that an answer to an old one changes nothing here. */
let generation = 0;
/** Questions are sent one after the other: the first makes the session that the next belongs to. */
let line: Promise<void> = Promise.resolve();

/** Asks what is in the box. A failure brings the text back. */
export function askDraft(): Promise<void> {
  const { draft } = useConversation.getState();
  return draft.trim() === '' ? Promise.resolve() : ask(draft);
}

export function ask(text: string): Promise<void> {
  const mine = generation;
  useConversation.setState(
    ({ trouble: _trouble, note: _note, ...rest }) => ({ ...rest, draft: '', asked: { text } }),
    true,
  );
  line = line.then(() => send(text, mine));
  return line;
}

async function send(text: string, mine: number): Promise<void> {
  try {
    const session = useConversation.getState().session ?? (await makeSession(mine));
    const { turn } = await command('turn.send', { session, text, commandId: newCommandId() });
    if (mine !== generation) return;
    useConversation.setState(({ asked }) =>
      asked?.text === text ? { asked: { text, turn } } : {},
    );
  } catch (error) {
    if (mine !== generation) return;
    useConversation.setState(
      ({ asked: _asked, draft, ...rest }) => ({
        ...rest,
        draft: draft === '' ? text : `${text}\n${draft}`,
        trouble: messageOf(error),
      }),
      true,
    );
  }
}

/** The stream shows it: from here on what the session says of it counts. */
export function arrived(turn: string): void {
  useConversation.setState(
    ({ asked, ...rest }) => (asked && asked.turn !== turn ? { ...rest, asked } : rest),
    true,
  );
}

async function makeSession(mine: number): Promise<string> {
  const { session } = await command('session.create', { kind: 'chat' });
  if (mine === generation) keep(session.id);
  return session.id;
}

function keep(session: string): void {
  useConversation.setState({ session });
  history.replaceState(null, '', `#session/${session}`);
}

/** Leaves the conversation as it is (what runs goes on, and is in the main window) and starts another. */
export function newConversation(): void {
  generation += 1;
  line = Promise.resolve();
  useConversation.setState(({ focusAsked }) => ({ ...empty, focusAsked: focusAsked + 1 }), true);
  history.replaceState(null, '', '#');
}

/** The session was deleted elsewhere: the next question begins a new one, the draft stays. */
export function loseSession(note: string): void {
  generation += 1;
  line = Promise.resolve();
  useConversation.setState(({ draft, focusAsked }) => ({ draft, focusAsked, note }), true);
  history.replaceState(null, '', '#');
}

/** After a reload: the conversation that the address names. */
export function recallConversation(hash: string): void {
  const session = /^#session\/([\w-]{1,64})$/.exec(hash)?.[1];
  if (session) keep(session);
}

/** Opens the main window, at this conversation if there is one. */
export function openInMain(session?: string): void {
  void desktopOrToast('desktop.show-main', session === undefined ? {} : { session });
}

export function openSettingsInMain(): void {
  void desktopOrToast('desktop.show-main', { section: 'settings' });
}

export function hideWindow(): void {
  void desktopOrToast('desktop.hide-quick', {});
}
