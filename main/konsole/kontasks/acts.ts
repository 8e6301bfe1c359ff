/** What a kontask sets going: a choice becomes a message, a brief becomes a turn, an answer becomes a kontask. */
import type { CommandResult, ValidParams } from '../../../preload/contract/commands';
import { KonsoleError } from '../../../preload/contract/errors';
import { requestOf } from '../../../preload/contract/kontask-summary';
import type { Kontask, KontaskPatch } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Journal } from '../journal/types';
import type { Along, RecordAnswer } from '../sessions/types';
import type { Clock } from '../surroundings';
import type { Blobs } from '../types';
import { briefName, briefOf, hasMore, taskOf } from './brief';
import { isoTime, madeFrom } from './from-turn';
import { createTurnReader } from './turns';
import type { Alone, Book } from './types';

/** The sessions, as far as kontasks set something going in them. What goes `along` exists with the message or not at all. */
export interface Going {
  /** False, and nothing was done, where the session cannot take an answer to turn `to` now. */
  answer(
    message: { session: string; text: string; to: string | undefined; along: Along },
    record: RecordAnswer,
  ): Promise<boolean>;
  /** A new main session with its first message. */
  begin(
    message: {
      text: string;
      blobs: string[];
      workspace: string | undefined;
      along: Along & { session: string };
    },
    record: RecordAnswer,
  ): Promise<void>;
}

export interface ActsDeps {
  book: Book;
  journal: Journal;
  clock: Clock;
  newId: () => string;
  person: string;
  blobs: Pick<Blobs, 'put'>;
  sessions: Going;
  /** What was picked in this kontask has become this turn. */
  picked: (turn: string, kontask: string) => void;
}

export interface Acts {
  choose(
    params: ValidParams<'kontask.choose'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'kontask.choose'>>;
  start(
    params: ValidParams<'kontask.start'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'kontask.start'>>;
  make(
    params: ValidParams<'kontask.make'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'kontask.make'>>;
}

export function createActs(deps: ActsDeps): Acts {
  const { book, journal, clock, newId, person, sessions } = deps;
  const turns = createTurnReader(journal);
  /** One after the other for each turn: what one made the next finds. */
  const making = new Map<string, Promise<unknown>>();

  /** `request` is what its turn was asked, where that is known. */
  async function fileOf(kontask: Kontask, request?: string): Promise<string> {
    const bytes = new TextEncoder().encode(briefOf(kontask, request));
    return (await deps.blobs.put(briefName, [bytes])).id;
  }

  async function choose(
    { id, value, custom = false }: ValidParams<'kontask.choose'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'kontask.choose'>> {
    const went = await book.alone(id, async (alone) => {
      const { kontask, session } = there(alone, id);
      refuseChosen(kontask);
      const choice = kontask.context?.choices?.find((one) => one.value === value);
      if (!choice && !custom) throw noSuchChoice();
      const turn = newId();
      const asker = requestOf(kontask);
      const eventsAt = (where: string) => {
        const at = isoTime(clock.now());
        const label = choice ? { label: choice.label } : {};
        const chosen = { value, ...label, by: person, at, session: where, turn };
        const moves: KontaskPatch =
          kontask.status === 'needs_decision' ? { status: 'in_progress' } : {};
        return alone.changed(person, { ...moves, context: { chosen } }).events;
      };
      if (session !== undefined) {
        const here = { session, turn };
        const along = { turn, events: eventsAt(session) };
        const message = { session, text: value, to: asker, along };
        if (await sessions.answer(message, () => record(here))) return here;
      }
      const elsewhere = { session: newId(), turn };
      const asked = await askedIn(session, asker);
      const blobs = [await fileOf(kontask, asked.request)];
      const along = { ...elsewhere, events: eventsAt(elsewhere.session) };
      const { workspace } = asked;
      await sessions.begin({ text: value, blobs, workspace, along }, () => record(elsewhere));
      return elsewhere;
    });
    deps.picked(went.turn, id);
    return went;
  }

  /** Where it was asked, and what for. */
  async function askedIn(session: string | undefined, turn: string | undefined) {
    if (session === undefined) return { workspace: undefined };
    const [known, asking] = await Promise.all([
      journal.session(session),
      turn === undefined ? undefined : turns.find(session, turn),
    ]);
    return { workspace: known?.workspace, ...(asking ? { request: asking.text } : {}) };
  }

  async function start(
    { id, workspace }: ValidParams<'kontask.start'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'kontask.start'>> {
    return book.alone(id, async (alone) => {
      const { kontask, session } = there(alone, id);
      await refuseAtWork(kontask, session);
      const went = { session: newId(), turn: newId() };
      const requestedAt = isoTime(clock.now());
      const { events } = alone.changed(person, {
        status: 'in_progress',
        requestId: went.turn,
        context: {
          requestId: went.turn,
          requestedAt,
          // That of this turn takes its place.
          ...(kontask.context?.turnTiming ? { turnTiming: null } : {}),
        },
      });
      const blobs = hasMore(kontask) ? [await fileOf(kontask)] : [];
      const along = { ...went, events };
      const message = { text: taskOf(kontask), blobs, workspace, along };
      await sessions.begin(message, () => record(went));
      return went;
    });
  }

  /** The turn that it follows, or the one that what was picked became. */
  async function refuseAtWork(kontask: Kontask, session: string | undefined): Promise<void> {
    if (kontask.status !== 'in_progress') return;
    const chosen = kontask.context?.chosen;
    const works = [
      [session, requestOf(kontask)],
      [chosen?.session, chosen?.turn],
    ] as const;
    for (const [where, turn] of works) {
      if (where === undefined || turn === undefined) continue;
      if (!(await turns.isAlive(where, turn))) continue;
      throw new KonsoleError(
        'conflict',
        'A turn works on this kontask already. Wait for its end, or stop it first.',
      );
    }
  }

  async function made(
    { session, turn: id }: ValidParams<'kontask.make'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'kontask.make'>> {
    const before = (await book.ofRequest(id)).find(({ type }) => type === 'answer');
    if (before) return book.get(before.id);
    const turn = await turns.find(session, id);
    if (!turn) {
      throw new KonsoleError(
        'not-found',
        'There is no such turn in this session (any more), or it has not begun. Choose another one.',
      );
    }
    if (turn.status === 'running') {
      throw new KonsoleError(
        'conflict',
        'This turn still runs. Wait for its answer, then make a kontask of it.',
      );
    }
    const draft = madeFrom(turn);
    if (!draft) {
      throw new KonsoleError(
        'conflict',
        'This turn has no answer that could be kept. Ask again, then make a kontask of the answer.',
      );
    }
    return book.create(draft, person, record);
  }

  return {
    choose,
    start,
    make(params, record) {
      const before = making.get(params.turn) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(() => made(params, record));
      making.set(params.turn, mine);
      const over = () => {
        if (making.get(params.turn) === mine) making.delete(params.turn);
      };
      mine.then(over, over);
      return mine;
    },
  };
}

function there({ held }: Alone, id: string) {
  if (held) return held;
  throw new KonsoleError(
    'not-found',
    `There is no kontask "${id.slice(0, 64)}" (any more). Choose another one.`,
  );
}

function refuseChosen({ context }: Kontask): void {
  if (!context?.chosen) return;
  const { label, value, by, at } = context.chosen;
  const what = cutText(oneLine(label ?? value), 120);
  throw new KonsoleError(
    'conflict',
    `${by} has picked “${what}” already, at ${at}. Say more in the session that it was sent to.`,
  );
}

const noSuchChoice = () =>
  new KonsoleError(
    'conflict',
    'No choice of this kontask has this value (any more). Look at its choices again, or send it as an answer of your own.',
  );
