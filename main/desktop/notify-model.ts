/**
 * What is worth a notification, as facts from facts: a turn that finished, failed or stalled, and an approval that is
 * waited for, each only while its window is not in front. Only what is written from now on counts, so that nothing is
 * told again after a restart. No Electron, no clock.
 */
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import type { Session } from '../../preload/contract/shapes';
import { cutText, oneLine } from '../../preload/contract/text';
import type { Pending } from './approvals-watch';
import type { Place } from './place';

export interface Notice {
  /** A later one of the same key takes its place: a session has at most one question and one outcome. */
  key: string;
  kind: 'approval' | 'decision' | 'finished' | 'failed' | 'stalled';
  window: NoticeWindow;
  /** Where a click leads. */
  place: Place;
  title: string;
  body: string;
  /** What can be answered on the notification itself, where the system has buttons there. */
  approval?: { id: string; answers: readonly ('allow' | 'deny')[] };
  /** Labels of what can be picked there, where the system has buttons. */
  choices?: readonly string[];
}

/** It waits for an answer, so that to have seen it is not the end of it. */
export const asks = ({ kind }: Notice): boolean => kind === 'approval' || kind === 'decision';

export type NoticeWindow = 'main' | 'quick';

export type NoticeOrder = { do: 'show'; notice: Notice } | { do: 'close'; key: string };

export interface NoticeFacts {
  sessions: readonly Session[];
  /** What waits for a person once the event has happened, oldest first. */
  pending: readonly Pending[];
  inFront: (window: NoticeWindow) => boolean;
}

/** What was told and still holds, by session; no more of it than there are sessions at work. */
export interface NoticeState {
  /** The approval that was told. */
  asked: Readonly<Record<string, string>>;
  /** The turn of which it was told that its provider is silent. */
  stalled: Readonly<Record<string, string>>;
}

export const noNotices: NoticeState = { asked: {}, stalled: {} };

/** A turn that ended sooner was waited for; ms. */
const longTurnMs = 10_000;
/** The transcript shows a silence after 20 s; a person who is elsewhere is told of one that lasts. ms */
const longSilenceMs = 60_000;
/** One that is there and says nothing may well be thinking. ms */
const longThoughtMs = 240_000;

export const titleChars = 60;
export const bodyChars = 160;

export const line = (text: string, most: number) => cutText(oneLine(text), most);
const askedKey = (session: string) => `asked/${session}`;
const turnKey = (session: string) => `turn/${session}`;

interface Step {
  state: NoticeState;
  orders: NoticeOrder[];
}

export function noticeStep(state: NoticeState, event: KonsoleEvent, facts: NoticeFacts): Step {
  switch (event.type) {
    case 'approval.requested':
    case 'approval.resolved':
      return then(sessionOf(event.channel), facts, event, state, heard, asked);
    case 'turn.finished':
      return then(sessionOf(event.channel), facts, event, state, heard, asked, ended);
    case 'turn.stalled':
      return then(sessionOf(event.channel), facts, event, state, stalled);
    case 'turn.first':
    case 'turn.retrying':
    case 'block.opened':
    case 'block.appended':
    case 'tool.started':
      return then(sessionOf(event.channel), facts, event, state, heard);
    case 'session.deleted':
      return forget(state, event.session);
    default:
      return { state, orders: [] };
  }
}

const sessionOf = (channel: string) => channel.slice(channel.indexOf('/') + 1);

interface Scene {
  id: string;
  facts: NoticeFacts;
  event: SessionEvent;
}
type Rule = (state: NoticeState, scene: Scene) => Step;

function then(
  id: string,
  facts: NoticeFacts,
  event: SessionEvent,
  from: NoticeState,
  ...rules: Rule[]
): Step {
  let state = from;
  const orders: NoticeOrder[] = [];
  for (const rule of rules) {
    const step = rule(state, { id, facts, event });
    state = step.state;
    orders.push(...step.orders);
  }
  return { state, orders };
}

/** A sign of life: a silence that was told is over. */
function heard(state: NoticeState, { id }: Scene): Step {
  if (state.stalled[id] === undefined) return { state, orders: [] };
  return {
    state: { ...state, stalled: omit(state.stalled, id) },
    orders: [{ do: 'close', key: turnKey(id) }],
  };
}

/** One question a session: the oldest. When it was answered, its notification goes and the next one may come. */
function asked(state: NoticeState, { id, facts }: Scene): Step {
  const first = facts.pending.find((one) => one.session === id);
  const told = state.asked[id];
  if (told === first?.id) return { state, orders: [] };
  const orders: NoticeOrder[] = told === undefined ? [] : [{ do: 'close', key: askedKey(id) }];
  if (!first || facts.inFront(windowOf(id, facts))) {
    return { state: { ...state, asked: omit(state.asked, id) }, orders };
  }
  orders.push({ do: 'show', notice: askNotice(first, facts) });
  return { state: { ...state, asked: { ...state.asked, [id]: first.id } }, orders };
}

function askNotice(first: Pending, facts: NoticeFacts): Notice {
  const why = first.why === undefined ? '' : ` (${first.why})`;
  return {
    key: askedKey(first.session),
    kind: 'approval',
    window: windowOf(first.session, facts),
    place: { session: first.session },
    title: `Needs you: ${titleOf(first.session, facts)}`,
    body: cutText(`${first.summary}${why}`, bodyChars),
    approval: {
      id: first.id,
      answers: first.plain ? ['allow', 'deny'] : ['deny'],
    },
  };
}

function ended(state: NoticeState, { id, facts, event }: Scene): Step {
  if (event.type !== 'turn.finished') return { state, orders: [] };
  const outcome = outcomeOf(event);
  if (!outcome || facts.inFront(windowOf(id, facts))) return { state, orders: [] };
  return { state, orders: [{ do: 'show', notice: turnNotice(id, facts, outcome) }] };
}

type Outcome = {
  kind: Exclude<Notice['kind'], 'approval' | 'decision'>;
  head: string;
  body: string;
};

/** What a person stopped or closed is no news to them. */
function outcomeOf(event: Extract<SessionEvent, { type: 'turn.finished' }>): Outcome | undefined {
  const { status, error, timing } = event;
  const took = spell(timing.totalMs);
  switch (status) {
    case 'completed':
      if (timing.totalMs < longTurnMs) return undefined;
      return { kind: 'finished', head: 'Finished', body: `The turn finished after ${took}.` };
    case 'refused':
      if (timing.totalMs < longTurnMs) return undefined;
      return { kind: 'finished', head: 'Declined', body: `The model declined after ${took}.` };
    case 'interrupted':
      if (!error || error.code === 'stopped' || error.code === 'app-closed') return undefined;
      return { kind: 'failed', head: 'Interrupted', body: error.message };
    case 'failed':
      if (error?.code === 'over-budget') return undefined;
      return { kind: 'failed', head: 'Failed', body: error?.message ?? 'Open it to see why.' };
  }
}

/** Once a silence: it is told on at each doubling. */
function stalled(state: NoticeState, { id, facts, event }: Scene): Step {
  if (event.type !== 'turn.stalled') return { state, orders: [] };
  if (event.silentMs < (event.alive ? longThoughtMs : longSilenceMs)) return { state, orders: [] };
  if (state.stalled[id] === event.turn || facts.inFront(windowOf(id, facts))) {
    return { state, orders: [] };
  }
  const span = spell(event.silentMs);
  const what = event.alive
    ? `The provider is there and has said nothing for ${span}.`
    : `Nothing has come from the provider for ${span}.`;
  const body = `${what} Wait on, or stop it.`;
  return {
    state: { ...state, stalled: { ...state.stalled, [id]: event.turn } },
    orders: [
      {
        do: 'show',
        notice: turnNotice(id, facts, { kind: 'stalled', head: 'Silent', body }),
      },
    ],
  };
}

function turnNotice(id: string, facts: NoticeFacts, { kind, head, body }: Outcome): Notice {
  return {
    key: turnKey(id),
    kind,
    window: windowOf(id, facts),
    place: { session: id },
    title: `${head}: ${titleOf(id, facts)}`,
    body: line(body, bodyChars),
  };
}

/** All that was told of a session that is gone. */
function forget(state: NoticeState, id: string): Step {
  return {
    state: { asked: omit(state.asked, id), stalled: omit(state.stalled, id) },
    orders: [
      { do: 'close', key: askedKey(id) },
      { do: 'close', key: turnKey(id) },
    ],
  };
}

const find = (id: string, { sessions }: Pick<NoticeFacts, 'sessions'>) =>
  sessions.find((one) => one.id === id);
const titleOf = (id: string, facts: NoticeFacts) =>
  line(find(id, facts)?.title ?? '', titleChars) || 'Untitled';
/** A chat is what Quick Turn shows. */
export const windowOf = (id: string, facts: Pick<NoticeFacts, 'sessions'>): NoticeWindow =>
  find(id, facts)?.kind === 'chat' ? 'quick' : 'main';

function omit<T>(from: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(from, key)) return from;
  const { [key]: _gone, ...rest } = from;
  return rest;
}

/** 75 000 ms → "1 min 15 s". */
function spell(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * A Linux desktop may read the body as markup: a tag in a command would vanish from sight, a link could be clicked.
 * Whether it does is not known beforehand, so escaping could show as it stands; signs that look alike do neither.
 */
export const withoutMarkup = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => ({ '<': '‹', '>': '›' })[sign] ?? '＆');
