/** States of the composer: files in every state, held pastes, a queue, names of files. */
import type { FakeKonsole } from '../support/fake-bridge';
import { earlierTurn, history, openTurn, thought, words, workspace } from './scene-parts';

const picture =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="64" height="64"%3E%3Crect width="64" height="64" fill="%235aa9f0"/%3E%3Ccircle cx="32" cy="32" r="18" fill="%23e0ac2f"/%3E%3C/svg%3E';

const draft = {
  text: 'Compare the picture with what the log says, and tell me which one is right.',
  pasted: ['2026-11-25T14:02:11Z pool: host h3 is warm\n'.repeat(2_000)],
  files: [
    { id: 'b1', name: 'screenshot of the board.png', type: 'image/png', bytes: 348_211 },
    { id: 'b2', name: 'konsole.log', type: 'text/plain', bytes: 12_044 },
    { id: 'b3', name: 'how streams resume.pdf', type: 'application/pdf', bytes: 1_834_221 },
  ],
};

export const workspaceFiles = [
  'renderer/features/composer/composer.tsx',
  'renderer/features/composer/use-draft.ts',
  'renderer/stores/draft-store.ts',
  'test/renderer/composer/composer.test.tsx',
  'docs/a page about composing.md',
  'compose.yaml',
];

function running(konsole: FakeKonsole): string {
  const now = Date.now();
  history(konsole, now);
  konsole.world.files = workspaceFiles;
  const id = openTurn(konsole, 't1', 12_000, true);
  konsole.emit(id, [
    { type: 'turn.first', at: now - 10_000, turn: 't1', ms: 2000 },
    ...words('t1', 'b1', 'thinking', thought, now - 9_000),
  ]);
  return id;
}

export const composerScenes = {
  'composer-files'(konsole: FakeKonsole) {
    const now = Date.now();
    history(konsole, now);
    const id = konsole.addSession({ workspace, title: 'How the stream resumes', updatedAt: now });
    earlierTurn(konsole, id);
    konsole.emit(id, [{ type: 'session.changed', at: now, session: { updatedAt: now } }]);
    konsole.world.drafts.set(id, draft);
    konsole.world.files = workspaceFiles;
    Object.assign(konsole.bridge.blobs, { url: async () => picture });
  },

  'composer-running'(konsole: FakeKonsole) {
    running(konsole);
  },

  'composer-running-files'(konsole: FakeKonsole) {
    const id = running(konsole);
    const at = Date.now();
    const blobs = ['b1', 'b2'];
    konsole.emit(id, [
      { type: 'turn.queued', at, turn: 'q1', text: 'Then write the tests.', blobs },
      ...Array.from({ length: 8 }, (_, n) => ({
        type: 'turn.queued' as const,
        at,
        turn: `q${n + 2}`,
        text: `And then step ${n + 2} of the plan, with everything that belongs to it.`,
      })),
    ]);
    konsole.world.drafts.set(id, draft);
    Object.assign(konsole.bridge.blobs, { url: async () => picture });
  },
};
