/** Kontasks over sessions in memory: what they set going runs on hosts that the test plays. */
import { createActs } from '../../../main/konsole/kontasks/acts';
import { createBook } from '../../../main/konsole/kontasks/book';
import { createDesk } from '../../../main/konsole/kontasks/desk';
import { createOwner } from '../../../main/konsole/kontasks/owner';
import { createTurnReader } from '../../../main/konsole/kontasks/turns';
import type { KontaskDraft } from '../../../preload/contract/shapes';
import { openSessions } from '../sessions/support';
import { settle } from '../support/fake-hosts';
import { newId, until } from '../support/konsole';
import { createMemoryBlobs } from '../support/memory-blobs';

export async function openKontasks() {
  const blobs = createMemoryBlobs();
  const files: { name: string; text: string }[] = [];
  const konsole = await openSessions({ blobs });
  const { journal, turns, lifecycle } = konsole;
  const { clock } = konsole.time;
  const book = createBook({ journal, clock, newId });
  const log = { write: () => {} };
  const owner = createOwner({ book, journal, turns: createTurnReader(journal), log });
  const acts = createActs({
    picked: owner.picked,
    book,
    journal,
    clock,
    newId,
    person: 'ann',
    blobs: {
      async put(name, bytes) {
        const parts: Uint8Array[] = [];
        for await (const part of bytes) parts.push(part);
        files.push({ name, text: Buffer.concat(parts).toString() });
        return blobs.put(name, parts);
      },
    },
    sessions: {
      answer: turns.answer,
      async begin({ text, blobs: ids, workspace, along }, record) {
        await lifecycle.begin(
          { kind: 'main', workspace, first: { text, blobs: ids } },
          record,
          along,
        );
      },
    },
  });
  const desk = createDesk({ book, log, made: owner.made });

  return {
    ...konsole,
    book,
    acts,
    owner,
    desk,
    files,
    /** The bodies of all messages that were sent, and where. */
    sent: () =>
      journal.events.flatMap((event) =>
        event.type === 'turn.queued'
          ? [{ session: event.channel.slice(8), turn: event.turn, text: event.text }]
          : [],
      ),
    kontask: async (id: string) => (await book.get(id)).kontask,
    /** A session in which a turn runs that has asked this. */
    async asking(draft: Partial<KontaskDraft> = {}) {
      const session = await konsole.create();
      const turn = await konsole.send(session, 'Compare the two');
      await until(() => konsole.state(session).turns.length === 1);
      const { kontask } = await book.create(
        {
          title: 'Which first?',
          status: 'needs_decision',
          requestId: turn,
          ...draft,
          context: {
            requestId: turn,
            output: '<p>Both <b>work</b>.</p>',
            choices: [
              { label: 'SSE first', value: 'Proceed with SSE', primary: true },
              { label: 'WebSocket', value: 'Do WebSocket now' },
            ],
            ...draft.context,
          },
        },
        'claude',
      );
      return { session, turn, id: kontask.id };
    },
    /** Its answer, and its end as the host says it. */
    async ends(turn: string, text?: string, status?: 'completed' | 'failed' | 'interrupted') {
      const host = konsole.hosts.running(turn);
      const at = clock.now();
      if (text !== undefined) {
        const block = newId();
        host?.events(
          { type: 'block.opened', at, turn, block, kind: 'text' },
          { type: 'block.appended', at, block, off: 0, text },
          { type: 'block.closed', at, block, ms: 1, status: 'done' },
        );
      }
      host?.finish(status);
      await settle();
      await owner.settled();
    },
  };
}
