/**
 * At most one effect per command id (I5). Repeats at the same time share one run; later ones get the stored first
 * answer, whose record went into the transaction of the effect.
 */
import { createHash } from 'node:crypto';
import type { CommandName } from '../../../preload/contract/command-names';
import { type Answer, KonsoleError, toAnswer } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import type { CommandRecord, Journal } from '../journal/types';
import type { RecordAnswer } from '../sessions/types';
import type { Clock } from '../surroundings';

/** What may turn out differently next time is not kept. */
const notKept = new Set(['busy', 'provider', 'internal']);

export interface OnceParams {
  client: string;
  name: CommandName;
  id: string;
  /** The params without the id. */
  params: unknown;
}

export interface Once {
  /** Never rejects for what `run` throws: that becomes the answer. */
  run(params: OnceParams, run: (record: RecordAnswer) => Promise<unknown>): Promise<Answer>;
}

export function createOnce(deps: {
  journal: Pick<Journal, 'append' | 'command'>;
  clock: Clock;
  /** Something failed inside: for the log, before it becomes an answer. */
  failed: (name: string, error: unknown) => void;
}): Once {
  const running = new Map<string, { name: string; hash: string; answer: Promise<Answer> }>();

  async function first(
    { client, name, id }: OnceParams,
    hash: string,
    run: (record: RecordAnswer) => Promise<unknown>,
  ): Promise<Answer> {
    const before = await deps.journal.command(client, id);
    if (before && deps.clock.now() - before.at < limits.commandKeepMs) {
      if (before.name !== name || before.hash !== hash) return conflict();
      return JSON.parse(before.answer) as Answer;
    }
    const recordOf = (answer: Answer): CommandRecord => ({
      client,
      name,
      id,
      hash,
      answer: JSON.stringify(answer),
      at: deps.clock.now(),
    });
    let recorded = false;
    let answer: Answer;
    try {
      const result = await run((value) => {
        recorded = true;
        return recordOf({ ok: true, result: value });
      });
      answer = { ok: true, result };
    } catch (error) {
      if (!(error instanceof KonsoleError)) deps.failed(name, error);
      answer = toAnswer(error);
      recorded = notKept.has(answer.code);
    }
    // An effect outside the journal, none at all, or a refusal.
    if (!recorded) {
      await deps.journal.append({
        events: [],
        // A few bytes, and whoever asked may be a quick window.
        lane: 'quick',
        durability: 'full',
        command: recordOf(answer),
      });
    }
    return answer;
  }

  return {
    run(params, run) {
      const key = JSON.stringify([params.client, params.id]);
      const hash = hashOf(params.params);
      const same = running.get(key);
      if (same) {
        const isRepeat = same.name === params.name && same.hash === hash;
        return isRepeat ? same.answer : Promise.resolve(conflict());
      }
      const answer = first(params, hash, run).finally(() => running.delete(key));
      running.set(key, { name: params.name, hash, answer });
      return answer;
    },
  };
}

const conflict = (): Answer => ({
  ok: false,
  code: 'conflict',
  message:
    'This commandId was already used for something else. Use a new id for a new command; repeat an old one unchanged.',
});

/** sha256 of canonical JSON: the order of properties does not matter. */
export function hashOf(params: unknown): string {
  return createHash('sha256').update(canonical(params)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`);
  return `{${entries.join(',')}}`;
}
