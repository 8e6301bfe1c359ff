/** States of the transcript worth looking at: long, hostile, offline, waiting, resumed, with files. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { TurnError } from '../../../preload/contract/shapes';
import type { FakeKonsole } from '../support/fake-bridge';
import { failed } from '../support/fake-bridge';
import { addLongSession } from './long-scene';
import {
  answer,
  earlierTurn,
  history,
  openTurn,
  thought,
  timing,
  usage,
  words,
  workspace,
} from './scene-parts';

type Scene = (konsole: FakeKonsole) => void;

const picture =
  'data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="%23345"/><circle cx="160" cy="110" r="50" fill="%23e0ac2f"/></svg>';

function ended(
  turn: string,
  status: 'completed' | 'interrupted' | 'failed' | 'refused',
  error: TurnError,
): SessionEventBody {
  return { type: 'turn.finished', at: Date.now() - 1000, turn, status, error, usage, timing };
}

function answered(konsole: FakeKonsole, last: (turn: string) => SessionEventBody): void {
  const now = Date.now();
  history(konsole, now);
  const id = openTurn(konsole, 't1', 30_000);
  konsole.emit(id, [
    ...words('t1', 'b1', 'thinking', thought, now - 28_000, 9_000),
    ...words('t1', 'b2', 'text', answer, now - 19_000, 8_000),
    last('t1'),
  ]);
}

export const transcriptScenes: Record<string, Scene | undefined> = {
  long: (konsole) => void addLongSession(konsole, 600),
  'long-2000': (konsole) => void addLongSession(konsole, 2_000, 2_000),

  steps(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 300_000);
    const bodies = Array.from({ length: 5_000 }, (_, at): SessionEventBody[] => [
      { type: 'block.opened', at: now, turn: 't1', block: `g${at}`, kind: 'tool', name: 'grep' },
      {
        type: 'tool.started',
        at: now,
        block: `g${at}`,
        tool: 'grep',
        input: { pattern: `harbour ${at}` },
        summary: 'x',
      },
      { type: 'tool.finished', at: now, block: `g${at}`, status: 'ok', ms: 40, summary: '3 hits' },
    ]);
    konsole.emit(id, bodies.flat());
  },

  'big-request'(konsole) {
    const now = Date.now();
    const id = konsole.addSession({ workspace, title: 'A long paste', updatedAt: now });
    konsole.emit(id, [
      { type: 'turn.queued', at: now, turn: 't1', text: 'a lamp and a horn. '.repeat(550_000) },
      { type: 'turn.started', at: now, turn: 't1', attempt: 1, model: 'lab/m' },
    ]);
  },

  files(konsole) {
    Object.assign(konsole.bridge.blobs, {
      url: async (id: string) => (id === 'gone' ? undefined : picture),
    });
    const now = Date.now();
    const id = konsole.addSession({ workspace, title: 'What is on the picture?', updatedAt: now });
    const files = [
      { id: 'p1', name: 'harbour.png', type: 'image/png', bytes: 284_000 },
      { id: 'gone', name: 'lost-picture.png', type: 'image/png', bytes: 91_000 },
      { id: 'f1', name: 'notes about the harbour.md', type: 'text/markdown', bytes: 4_200 },
      { id: 'f2', name: 'harbour plan.pdf', type: 'application/pdf', bytes: 2_480_000 },
    ];
    konsole.emit(id, [
      { type: 'turn.queued', at: now, turn: 't1', text: 'What is on the picture?', files },
      { type: 'turn.started', at: now - 40_000, turn: 't1', attempt: 1, model: 'lab/m' },
      ...words('t1', 'b1', 'thinking', thought, now - 38_000, 4_000),
      { type: 'turn.steered', at: now - 30_000, turn: 't1', text: 'Look at the lamp first.' },
      ...words('t1', 'b2', 'text', answer, now - 20_000, 4_000),
      ended('t1', 'interrupted', { code: 'app-closed', message: 'Konsole was closed.' }),
      { type: 'turn.queued', at: now, turn: 't2', text: 'Go on where you were stopped.' },
      {
        type: 'turn.started',
        at: now - 9_000,
        turn: 't2',
        attempt: 1,
        model: 'lab/m',
        resumes: 't1',
      },
      ...words('t2', 'c1', 'text', answer, now - 8_000),
    ]);
  },

  cut: (konsole) =>
    answered(konsole, (turn) =>
      ended(turn, 'completed', {
        code: 'too-long',
        message: 'The answer reached the longest that claude-opus-5-5 may give and was cut off.',
      }),
    ),
  refused: (konsole) =>
    answered(konsole, (turn) =>
      ended(turn, 'refused', {
        code: 'refused',
        message: 'The model declined to answer.',
        hint: 'Ask in another way, or choose another model.',
      }),
    ),
  broken: (konsole) =>
    answered(konsole, (turn) =>
      ended(turn, 'failed', {
        code: 'no-network',
        message: 'The provider cannot be reached.',
        hint: 'Check the network. What was done so far is kept.',
      }),
    ),

  offline(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = konsole.addSession({ workspace, title: 'How the stream resumes', updatedAt: now });
    earlierTurn(konsole, id);
    konsole.emit(id, [{ type: 'session.changed', at: now, session: { updatedAt: now } }]);
    konsole.setHealth({ status: 'waiting', lastHeardAt: now - 180_000, retryAt: now + 14_000 });
  },

  blank(konsole) {
    konsole.addSession({ workspace, title: 'Nothing yet' });
  },

  'waits-for-host'(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = konsole.addSession({ workspace, title: 'Waiting', updatedAt: now });
    konsole.emit(id, [{ type: 'turn.queued', at: now, turn: 'q1', text: 'Sort the lamps.' }]);
    const { main, quick } = konsole.world.pool.lanes;
    konsole.world.pool.lanes = { main: { ...main, busy: main.hosts, waiting: 1 }, quick };
  },

  'pages-fail'(konsole) {
    addLongSession(konsole, 40, 2);
    konsole.answer('history.page', failed('busy', 'The journal is busy. Try again in a moment.'));
  },
};
