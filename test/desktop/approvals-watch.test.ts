import { describe, expect, test } from 'vitest';
import { type Pending, reducePending, watchApprovals } from '../../main/desktop/approvals-watch';
import { emptyIndex } from '../../preload/contract/index-state';
import type { IndexFeed } from '../../main/desktop/index-watch';
import { emptySession } from '../../preload/contract/session-state';
import type { EventBody, KonsoleEvent } from '../../preload/contract/events';
import type { Approval, Snapshot } from '../../preload/contract/shapes';

let place = 10;
function event(channel: string, body: EventBody): KonsoleEvent {
  place += 1;
  return { ...body, channel, pos: place, seq: place };
}
const asked = (session: string, approval: string, turn = 't1') =>
  event(`session/${session}`, {
    ...{ type: 'approval.requested', at: 1, approval, turn, block: 'b1', tool: 'write' },
    ...{ summary: `Write ${approval}.txt`, risk: 'medium' },
  });
const answered = (session: string, approval: string) =>
  event(`session/${session}`, {
    ...{ type: 'approval.resolved', at: 2, approval, decision: 'allow', by: 'main' },
  });
const ended = (session: string, turn: string) =>
  event(`session/${session}`, { type: 'turn.finished', at: 3, turn } as EventBody);
const ids = (pending: readonly Pending[]) => pending.map(({ session, id }) => `${session}/${id}`);
const fold = (...events: KonsoleEvent[]) => ids(events.reduce(reducePending, []));

describe('the fold', () => {
  test('keeps what waits, of every session, until it is answered', () => {
    const both = [asked('s1', 'a1'), asked('s2', 'a2')];
    expect(fold(...both)).toEqual(['s1/a1', 's2/a2']);
    expect(fold(...both, answered('s1', 'a1'))).toEqual(['s2/a2']);
  });

  test('a turn that ends takes its own questions along', () => {
    const events = [asked('s1', 'a1', 't1'), asked('s1', 'a2', 't2'), asked('s2', 'a3', 't1')];
    expect(fold(...events, ended('s1', 't1'))).toEqual(['s1/a2', 's2/a3']);
  });

  test('a deleted session asks nothing', () => {
    const gone = event('index', { type: 'session.deleted', at: 1, session: 's1' });
    expect(fold(asked('s1', 'a1'), asked('s2', 'a2'), gone)).toEqual(['s2/a2']);
  });

  test('attack 15: another session’s answer takes nothing away, and its question replaces nothing', () => {
    expect(fold(asked('s1', 'a1'), answered('s2', 'a1'))).toEqual(['s1/a1']);
    expect(fold(asked('s1', 'a1'), asked('s2', 'a1'))).toEqual(['s1/a1']);
  });

  test('attack 15: a second answer changes nothing', () => {
    const once = [asked('s1', 'a1'), answered('s1', 'a1')].reduce(reducePending, []);
    expect(reducePending(once, answered('s1', 'a1'))).toBe(once);
  });

  test('what else is written leaves the same list', () => {
    const pending = [asked('s1', 'a1')].reduce(reducePending, []);
    const text = event('session/s1', {
      ...{ type: 'block.appended', at: 1, block: 'b1', off: 0, text: 'x' },
    });
    expect(reducePending(pending, text)).toBe(pending);
  });

  test('a flood of questions stays small, in number and in size', () => {
    const huge = { ...asked('s1', 'a'), summary: 'x'.repeat(1_000_000), diff: 'y'.repeat(100_000) };
    const many = Array.from({ length: 500 }, (_, i) => ({ ...huge, approval: `a${i}` }));
    const pending = (many as KonsoleEvent[]).reduce(reducePending, []);
    expect(JSON.stringify(pending).length).toBeLessThan(40_000);
  });
});

function feed(snapshots: Record<string, string[] | 'broken'>) {
  const listeners = new Set<(events: readonly KonsoleEvent[]) => void>();
  let go = () => {};
  const opened = new Promise<void>((resolve) => (go = resolve));
  const asks = (id: string): Approval => ({
    ...{ id, turn: 't1', block: 'b1', tool: 'write', summary: `Write ${id}.txt` },
    ...{ risk: 'medium', requestedAt: 1 },
  });
  const source: IndexFeed = {
    head: () => 10,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async snapshot(channel, upTo) {
      expect(upTo).toBe(10);
      await opened;
      const of = (id: string): Snapshot => emptySession(id);
      if (channel === 'index') {
        if (Object.keys(snapshots).length === 0) throw new Error('disk');
        const sessions = Object.entries(snapshots).map(([id, list]) => ({
          ...of(id).session,
          approvals: list.length,
        }));
        return { ...emptyIndex(), sessions, seq: 1, pos: 10 };
      }
      const list = snapshots[channel.slice('session/'.length)];
      if (!list || list === 'broken') throw new Error('not-found');
      // Only where something waits is a session looked at.
      expect(list).not.toEqual([]);
      return { ...of('s'), approvals: list.map(asks) };
    },
  };
  const commit = (...events: KonsoleEvent[]) => {
    for (const listener of [...listeners]) listener(events);
  };
  return { source, commit, go: () => go(), listeners };
}

describe('following', () => {
  test('begins with what waits already, and what is written meanwhile is neither lost nor twice', async () => {
    const { source, commit, go } = feed({ s1: ['a1', 'a2'], s2: [], s3: ['a3'] });
    const seen: string[][] = [];
    const watching = watchApprovals(source, (pending) => seen.push(ids(pending)));
    commit(answered('s1', 'a1'), asked('s2', 'a4'));
    go();
    await watching;
    expect(seen).toEqual([['s1/a2', 's3/a3', 's2/a4']]);
    commit(answered('s3', 'a3'));
    commit(answered('s3', 'a3'));
    expect(seen.slice(1)).toEqual([['s1/a2', 's2/a4']]);
  });

  test('a session that cannot be read hides no other', async () => {
    const { source, go } = feed({ s1: 'broken', s2: ['a2'] });
    const seen: string[][] = [];
    go();
    await watchApprovals(source, (pending) => seen.push(ids(pending)));
    expect(seen).toEqual([['s2/a2']]);
  });

  test('when the list of sessions fails it stops listening and says so', async () => {
    const { source, go, listeners } = feed({});
    go();
    await expect(watchApprovals(source, () => undefined)).rejects.toThrow('disk');
    expect(listeners.size).toBe(0);
  });
});
