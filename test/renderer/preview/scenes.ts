/** States worth looking at, made of the events an engine would say. */
import type { FakeKonsole } from '../support/fake-bridge';
import { composerScenes } from './composer-scenes';
import {
  workspace,
  history,
  toolEvents,
  words,
  thought,
  answer,
  usage,
  timing,
  openTurn,
  earlierTurn,
  reads,
} from './scene-parts';

import { poolScenes } from './pool-scenes';
import { localServers, manySessions, manySteps, searchable } from './scenes-many';

type Scene = (konsole: FakeKonsole) => void;

export const scenes: Record<string, Scene | undefined> = {
  ...composerScenes,
  ...poolScenes,

  running(konsole) {
    const now = Date.now();
    history(konsole, now);
    const turn = 't1';
    const id = openTurn(konsole, turn, 221_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 216_000, turn, ms: 5000 },
      ...words(turn, 'b1', 'thinking', thought, now - 216_000, 48_200),
      ...toolEvents(turn, reads[0], now - 167_000),
      ...toolEvents(turn, reads[1], now - 160_000),
      { type: 'block.opened', at: now - 8000, turn, block: 'g', kind: 'tool', name: 'glob' },
      {
        type: 'tool.started',
        at: now - 6400,
        block: 'g',
        tool: 'glob',
        input: { pattern: 'test/transport/**/*.test.ts' },
        summary: 'test/transport/**/*.test.ts',
      },
      ...words(turn, 'b2', 'text', answer, now - 4000),
    ]);
    konsole.setPool({
      hosts: [
        { id: 'h1', pid: 4101, lane: 'main', state: 'leased', session: id, rssBytes: 96e6 },
        { id: 'h2', pid: 4102, lane: 'main', state: 'leased', session: 's5', rssBytes: 88e6 },
        { id: 'h3', pid: 4103, lane: 'quick', state: 'warm', rssBytes: 64e6 },
      ],
      lanes: {
        main: { transport: 'sse', hosts: 4, busy: 2, waiting: 0 },
        quick: { transport: 'websocket', hosts: 1, busy: 0, waiting: 0 },
      },
    });
    konsole.setHealth({ transport: 'sse', reconnects: 1 });
  },

  thinking(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 12_000, true);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 10_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'thinking', `${thought}\n\n${thought}\n\n${thought}`, now - 9_000),
      {
        type: 'turn.queued',
        at: now,
        turn: 'q1',
        text: 'Then write the tests for a cursor of an older epoch.',
      },
      { type: 'turn.queued', at: now, turn: 'q2', text: 'And document the two frames.' },
    ]);
  },

  done(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = konsole.addSession({ workspace, title: 'How the stream resumes', updatedAt: now });
    earlierTurn(konsole, id);
    konsole.emit(id, [{ type: 'session.changed', at: now, session: { updatedAt: now } }]);
  },

  failed(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 12_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 10_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'thinking', thought, now - 9_000, 2000),
      { type: 'block.opened', at: now - 7000, turn: 't1', block: 'b2', kind: 'text' },
      { type: 'block.appended', at: now - 7000, block: 'b2', off: 0, text: answer.slice(0, 80) },
      { type: 'block.closed', at: now - 6000, block: 'b2', ms: 1000, status: 'abandoned' },
      {
        type: 'turn.finished',
        at: now - 1000,
        turn: 't1',
        status: 'failed',
        error: {
          code: 'bad-key',
          message: 'Anthropic refused the key (401): “invalid x-api-key”.',
          hint: 'Paste a new key in Settings, Providers. Nothing of this session is lost.',
          status: 401,
        },
        usage: { inputTokens: 900, outputTokens: 40, cacheReadTokens: 0, cacheWriteTokens: 0 },
        timing: { ...timing, retryMs: 5_000 },
      },
    ]);
  },

  retrying(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 30_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 28_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'thinking', thought, now - 28_000, 9000),
      {
        type: 'turn.retrying',
        at: now,
        turn: 't1',
        reason: 'Anthropic is overloaded (529)',
        delayMs: 14_000,
        attempt: 2,
      },
    ]);
  },

  stalled(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 70_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 65_000, turn: 't1', ms: 5000 },
      { type: 'turn.stalled', at: now - 20_000, turn: 't1', silentMs: 40_000 },
    ]);
  },

  interrupted(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 30_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 28_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'text', answer, now - 28_000),
      { type: 'turn.queued', at: now, turn: 'q1', text: 'Then write the tests.' },
      {
        type: 'turn.finished',
        at: now,
        turn: 't1',
        status: 'interrupted',
        error: { code: 'stopped', message: 'You stopped it.' },
        usage,
        timing,
      },
      {
        type: 'queue.changed',
        at: now,
        queue: [{ turn: 'q1', text: 'Then write the tests.' }],
        paused: true,
      },
    ]);
  },

  empty(konsole) {
    konsole.world.settings.workspace = workspace;
  },

  demo(konsole) {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.settings.workspace = workspace;
  },

  first(konsole) {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.settings.said = [];
  },

  many(konsole) {
    manySessions(konsole, 400);
    scenes.running?.(konsole);
  },

  search(konsole) {
    scenes.many?.(konsole);
    searchable(konsole);
  },

  steps(konsole) {
    manySteps(konsole, 1200);
  },

  local(konsole) {
    scenes.first?.(konsole);
    localServers(konsole);
  },
};
