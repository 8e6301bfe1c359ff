/** What the tools of a turn do with kontasks: make, change, list. What they are told is for a model. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { Kontask, KontaskChosen, ListedKontask } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Told } from '../diagnostics/records/records';
import type { Asker, KontaskDesk } from '../sessions/types';
import type { Log } from '../types';
import { familyOf, isoTime } from './from-turn';
import { type Input, readChange, readDraft, readLook } from './tool-input';
import type { Book } from './types';

export interface DeskDeps {
  book: Pick<Book, 'create' | 'update' | 'list'>;
  log: Log;
  /** This turn has made one. */
  made: (turn: string) => void;
}

/** Characters of a listed title. */
const titleChars = 200;

export function createDesk({ book, log, made }: DeskDeps): KontaskDesk {
  async function create(input: Input, { turn, model, startedAt }: Asker): Promise<Told> {
    const read = readDraft(input);
    if (!read.ok) return failed(read.wrong, 'wrong input');
    const { value } = read;
    const asked = { requestId: turn, requestedAt: isoTime(startedAt) };
    const draft = { ...value, requestId: turn, context: { ...value.context, ...asked } };
    const { kontask } = await book.create(draft, familyOf(model));
    made(turn);
    return told(kontask, afterMaking(kontask), stands(kontask));
  }

  async function update(input: Input, { model }: Asker): Promise<Told> {
    const read = readChange(input);
    if (!read.ok) return failed(read.wrong, 'wrong input');
    const { id, patch } = read.value;
    const change =
      patch['status'] === 'needs_decision' ? { id, patch, check: refuseDecided } : { id, patch };
    const { kontask } = await book.update(change, familyOf(model));
    return told(kontask, `It is ${spoken(kontask.status)} now.`, stands(kontask));
  }

  async function list(input: Input): Promise<Told> {
    const { kontasks, total } = await book.list(readLook(input));
    const count = total === 1 ? '1 kontask' : `${total.toLocaleString('en')} kontasks`;
    if (kontasks.length === 0) {
      const text =
        'No kontask is like that. Ask with less to see more, or make one with kontask_create.';
      return { ok: true, text, summary: 'no kontasks' };
    }
    const head =
      total > kontasks.length
        ? `${count}; these are the ${kontasks.length} that changed last:`
        : `${count}:`;
    return { ok: true, text: [head, ...kontasks.map(listLine)].join('\n'), summary: count };
  }

  return {
    async ask(tool, input, asker) {
      try {
        switch (tool) {
          case 'kontask_create':
            return await create(input, asker);
          case 'kontask_update':
            return await update(input, asker);
          case 'kontask_list':
            return await list(input);
        }
      } catch (error) {
        if (error instanceof KonsoleError) return failed(error.message, error.code);
        log.write('error', 'kontask', `${tool} failed inside`, { turn: asker.turn, error });
        return failed('Konsole could not do this: its log says why. Go on without it.', 'failed');
      }
    },
  };
}

const failed = (text: string, summary: string): Told => ({ ok: false, text, summary });

/** The first line is for whoever looks for the kontask in it: a window links to it. */
const told = ({ id, title }: Kontask, then: string, summary: string): Told => ({
  ok: true,
  text: `kontask ${id}: ${oneLine(title)}\n${then}`,
  summary,
});

const spoken = (status: string) => status.replaceAll('_', ' ');

function stands({ status, context }: Kontask): string {
  const choices = context?.choices?.length ?? 0;
  if (status !== 'needs_decision' || choices === 0) return spoken(status);
  return `needs decision, ${choices === 1 ? '1 choice' : `${choices} choices`}`;
}

function afterMaking({ status, context }: Kontask): string {
  switch (status) {
    case 'needs_decision':
      return context?.choices?.length
        ? 'The person is told. The value of what is picked comes to you as the next message: end your turn with a sentence that says what you ask.'
        : 'The person is told. What is answered comes to you as the next message: end your turn with a sentence that says what you ask.';
    case 'in_progress':
      return 'It follows this turn, and is completed with it.';
    default:
      return `It is ${spoken(status)}, and stays until a person puts it away.`;
  }
}

function refuseDecided({ context }: Kontask): void {
  if (!context?.chosen) return;
  throw new KonsoleError(
    'conflict',
    `This was decided already: ${chosenWords(context.chosen)}. Make a new kontask for a new question.`,
  );
}

const chosenWords = ({ label, value, by }: KontaskChosen) =>
  `${by} picked “${cutText(oneLine(label ?? value), 200)}”`;

function listLine({ id, title, status, targetUser, chosen }: ListedKontask): string {
  const facts = [spoken(status)];
  if (targetUser) facts.push(`for ${oneLine(targetUser)}`);
  if (chosen) facts.push(`picked: ${oneLine(chosen)}`);
  return `kontask ${id}: ${cutText(oneLine(title), titleChars)} (${facts.join('; ')})`;
}
