/**
 * A konsole in memory for tests of the renderer: sessions as the contract's reducers make them, commands
 * that answer at once, a stream that gives what `emit` says. No turn runs by itself: a test tells the events.
 */
import type {
  BridgeApi,
  CommandFunctions,
  DesktopFunctions,
} from '../../../preload/contract/bridge-api';
import type { CommandName } from '../../../preload/contract/command-names';
import { commandNames } from '../../../preload/contract/command-names';
import type { DesktopNotice } from '../../../preload/contract/desktop';
import type { DesktopCallName, WindowName } from '../../../preload/contract/desktop-names';
import { desktopCallNames } from '../../../preload/contract/desktop-names';
import type { Answer, ErrorCode } from '../../../preload/contract/errors';
import type {
  IndexEventBody,
  KonsoleEvent,
  SessionEvent,
  SessionEventBody,
} from '../../../preload/contract/events';
import { emptyIndex, reduceIndex } from '../../../preload/contract/index-state';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { SessionState } from '../../../preload/contract/session-state';
import type { PoolStatus, Session } from '../../../preload/contract/shapes';
import { fakeActing } from './fake-acting';
import { fakeFacts } from './fake-facts';
import { fakeKontasks } from './fake-kontasks';
import { type Sent, sentEvents } from './fake-sending';
import { liveHealth, plainWorld } from './fake-world';
import { fakeWriting } from './fake-writing';
import type { Follower, Stream, StreamHealth } from '../../../preload/stream/types';

type Params = Record<string, unknown>;
type Handler = (params: Params) => Answer | Promise<Answer>;

export const ok = (result: unknown = {}): Answer => ({ ok: true, result });
export const failed = (code: ErrorCode, message: string): Answer => ({ ok: false, code, message });

export type FakeKonsole = ReturnType<typeof createFakeKonsole>;

export function createFakeKonsole(options: { window?: WindowName; now?: () => number } = {}) {
  const now = options.now ?? Date.now;
  const calls: Array<{ name: string; params: Params }> = [];
  /** Messages that were taken, by whichever command. */
  const sent: Array<Sent & { session: string }> = [];
  const handlers = new Map<string, Handler>();
  const followers = new Map<string, Set<Follower>>();
  const noticeListeners = new Set<(notice: DesktopNotice) => void>();
  const healthListeners = new Set<(health: StreamHealth) => void>();
  const states = new Map<string, SessionState>();
  const deleted = new Map<string, SessionState>();
  let index = emptyIndex();
  let pos = 0;
  let ids = 0;
  let health: StreamHealth = liveHealth;
  const world = plainWorld();

  const give = (channel: string, events: readonly KonsoleEvent[]) => {
    for (const follower of followers.get(channel) ?? []) follower.events(events);
  };

  /** Says events of one session in one batch; the index follows. */
  const emit = (session: string, bodies: readonly SessionEventBody[]) => {
    let state = states.get(session) ?? emptySession(session);
    const placed: SessionEvent[] = [];
    for (const body of bodies) {
      pos += 1;
      const event: SessionEvent = {
        ...body,
        pos,
        channel: `session/${session}`,
        seq: state.seq + 1,
      };
      state = reduceSession(state, event);
      placed.push(event);
    }
    states.set(session, state);
    give(`session/${session}`, placed);
    list({ type: 'session.listed', at: now(), session: state.session });
  };

  const list = (body: IndexEventBody) => {
    pos += 1;
    const event = { ...body, pos, channel: 'index', seq: index.seq + 1 };
    index = reduceIndex(index, event);
    give('index', [event]);
  };

  const addSession = (fields: Partial<Session> = {}): string => {
    ids += 1;
    const at = now();
    const session: Session = {
      id: `s${ids}`,
      kind: 'main',
      title: 'New session',
      model: (world.effective ?? world.settings.models).main,
      status: 'idle',
      approvals: 0,
      createdAt: at,
      updatedAt: at,
      ...fields,
    };
    emit(session.id, [{ type: 'session.created', at, session }]);
    return session.id;
  };

  const stateOf = (id: unknown) => (typeof id === 'string' ? states.get(id) : undefined);
  const missing = failed('not-found', 'There is no such session any more.');

  function send(session: string, message: Sent): string {
    const state = states.get(session);
    if (!state) throw new Error('There is no such session.');
    sent.push({ session, ...message });
    ids += 1;
    const turn = `t${ids}`;
    emit(session, sentEvents(state, message, turn, now()));
    return turn;
  }

  const kontasks = fakeKontasks({
    list,
    now,
    sessionOf: (turn) =>
      [...states].find(([, { turns }]) => turns.some(({ id }) => id === turn))?.[0],
    send(known, text) {
      const session = known ?? addSession();
      return { session, turn: send(session, { text }) };
    },
  });

  const own: Partial<Record<CommandName | DesktopCallName, Handler>> = {
    'session.create': ({ first, commandId: _id, ...fields }) => {
      const id = addSession(fields);
      const { model } = fields as { model?: string };
      const asked = first as Sent | undefined;
      const turn = asked
        ? { turn: send(id, model === undefined ? asked : { ...asked, model }) }
        : {};
      return ok({ session: states.get(id)?.session, ...turn });
    },
    'session.list': ({ kind }) =>
      ok({ sessions: index.sessions.filter((one) => kind === undefined || one.kind === kind) }),
    'session.get': ({ session }) => {
      const state = stateOf(session);
      return state ? ok({ snapshot: state, cursor: `k1.${pos}` }) : missing;
    },
    'session.rename': ({ session, title }) =>
      change(session, { title: String(title), updatedAt: now() }),
    'session.archive': ({ session, archived }) => change(session, { archived: archived !== false }),
    'session.delete': ({ session }) => {
      const state = stateOf(session);
      if (!state) return missing;
      states.delete(state.session.id);
      deleted.set(state.session.id, state);
      list({ type: 'session.deleted', at: now(), session: String(session) });
      const channel = `session/${String(session)}`;
      const left = [...(followers.get(channel) ?? [])];
      // As the real stream does: who followed it hears this, and nothing more.
      followers.delete(channel);
      for (const follower of left) follower.gone?.('This session was deleted.');
      return ok();
    },
    'session.restore': ({ session }) => {
      const state = deleted.get(String(session));
      if (!state) return missing;
      deleted.delete(state.session.id);
      states.set(state.session.id, state);
      list({ type: 'session.listed', at: now(), session: state.session });
      return ok();
    },
    'session.search': () => ok({ hits: [] }),
    'session.export': ({ session }) => {
      const state = stateOf(session);
      if (!state) return missing;
      const document = { format: 'konsole-session/1', session: state.session, turns: state.turns };
      return ok({ document });
    },
    'turn.send': ({ session, ...message }) =>
      stateOf(session) ? ok({ turn: send(String(session), message as unknown as Sent) }) : missing,
    'turn.steer': ({ session, text }) => {
      const state = stateOf(session);
      const turn = state?.session.turn;
      if (!state || !turn) return failed('conflict', 'No turn runs.');
      emit(state.session.id, [{ type: 'turn.steered', at: now(), turn, text: String(text) }]);
      return ok({ turn });
    },
    ...fakeWriting(world),
    ...fakeActing({ states, emit, now }),
    'history.page': () => ok({ turns: [] }),
    'log.query': () => ok({ records: [] }),
    ...fakeFacts(world),
    ...kontasks.handlers,
  };

  const change = (id: unknown, session: Partial<Session>): Answer => {
    const state = stateOf(id);
    if (!state) return missing;
    emit(state.session.id, [{ type: 'session.changed', at: now(), session }]);
    return ok();
  };

  const run = async (name: CommandName | DesktopCallName, params: Params): Promise<Answer> => {
    calls.push({ name, params });
    const handler = handlers.get(name) ?? own[name];
    return handler ? handler(params) : ok();
  };
  const functionsOf = (names: ReadonlyArray<CommandName | DesktopCallName>) =>
    Object.fromEntries(names.map((name) => [name, (params: Params) => run(name, params)]));

  const bridge: BridgeApi = {
    window: options.window ?? 'main',
    commands: functionsOf(commandNames) as unknown as CommandFunctions,
    desktop: functionsOf(desktopCallNames) as unknown as DesktopFunctions,
    blobs: {
      async put(name, bytes) {
        const blob = { id: `blob-${name}`, name, type: 'text/plain', bytes: bytes.byteLength };
        return { ok: true, result: { blob } };
      },
      async url(id) {
        return `data:,${id}`;
      },
    },
    openPort() {},
    onNotice(listener) {
      noticeListeners.add(listener);
      return () => noticeListeners.delete(listener);
    },
  };

  const stream: Stream = {
    follow(channel, follower) {
      const group = followers.get(channel) ?? new Set();
      followers.set(channel, group.add(follower));
      attach(channel, follower);
      return () => group.delete(follower);
    },
    health: () => health,
    onHealth(listener) {
      healthListeners.add(listener);
      return () => healthListeners.delete(listener);
    },
    wake: () => calls.push({ name: 'stream.wake', params: {} }),
    move: () => undefined,
    close() {},
  };

  const attach = (channel: string, follower: Follower) => {
    if (channel === 'pool') return follower.state?.(world.pool);
    const state = channel === 'index' ? index : stateOf(channel.slice('session/'.length));
    if (!state) return follower.gone?.('This session was deleted.');
    follower.snapshot(state);
    follower.synced?.();
  };

  return {
    bridge,
    stream,
    page: { bridge, stream },
    /** Every command and desktop call so far, in order. */
    calls,
    sent,
    /** What commands answer from; change it before the page asks. */
    world,
    ...{ emit, emitIndex: list },
    addSession,
    ...kontasks.reach,
    stateOf: (id: string): SessionState | undefined => states.get(id),
    /** Leaves the last turns in the snapshot, as an engine does with a long session. */
    keepTurns(id: string, count: number): void {
      const state = states.get(id);
      const turns = state?.turns.slice(-count);
      if (state && turns?.[0] && turns.length < state.turns.length)
        states.set(id, { ...state, turns, before: turns[0].id });
    },
    /** Replaces what one command or desktop call answers. */
    answer(name: CommandName | DesktopCallName, handler: Handler | Answer) {
      handlers.set(name, typeof handler === 'function' ? handler : () => handler);
    },
    notice(notice: DesktopNotice) {
      for (const listener of noticeListeners) listener(notice);
    },
    setHealth(next: Partial<StreamHealth>) {
      health = { ...health, ...next };
      for (const listener of healthListeners) listener(health);
    },
    setPool(status: PoolStatus) {
      world.pool = status;
      for (const follower of followers.get('pool') ?? []) follower.state?.(status);
    },
    /** Gives every follower of the channel a fresh snapshot, as a reader that fell behind gets. */
    snapshotAgain(channel: string) {
      for (const follower of followers.get(channel) ?? []) attach(channel, follower);
    },
    /** How many followers a channel has. */
    followersOf: (channel: string): number => followers.get(channel)?.size ?? 0,
  };
}
