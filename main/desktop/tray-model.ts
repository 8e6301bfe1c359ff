/** What the tray shows, as facts from facts: its state, its tooltip and its menu. No Electron, no clock. */
import type { IndexState } from '../../preload/contract/index-state';
import type { Session } from '../../preload/contract/shapes';
import { cutText, oneLine } from '../../preload/contract/text';
import type { Pending } from './approvals-watch';
import type { Place } from './place';

export type TrayState = 'idle' | 'working' | 'needs-you' | 'trouble';

export type TrayAction =
  | { do: 'quick' }
  | { do: 'new-session' }
  | ({ do: 'open' } & Place)
  | { do: 'stop'; session: string; turn: string }
  | { do: 'answer'; session: string; approval: string; decision: 'allow' | 'deny' }
  | { do: 'quit' };

export type TrayItem =
  | { kind: 'item'; label: string; action: TrayAction }
  | { kind: 'note'; label: string }
  | { kind: 'menu'; label: string; items: TrayItem[] }
  | { kind: 'line' };

export interface TrayModel {
  state: TrayState;
  tooltip: string;
  items: TrayItem[];
}

export interface TrayFacts {
  index: IndexState;
  /** What waits for a person, oldest first. */
  approvals: readonly Pending[];
  /** Epoch ms. */
  now: number;
  /** When a person last looked at the main window: a failure before it is no news. */
  seenAt: number;
  /** What is wrong with the app itself, in a few words. */
  trouble?: string;
}

const longestList = 8;

export function trayModel(facts: TrayFacts): TrayModel {
  const { sessions } = facts.index;
  const asking = new Set(facts.approvals.map((approval) => approval.session));
  const needs = (session: Session) => session.approvals > 0 || session.status === 'waiting';
  // Its question may not be known here yet, or no more: then the way to it is shown.
  const waiting = sessions.filter((session) => needs(session) && !asking.has(session.id));
  // A turn that waits for a person runs on: it has an age, and can be stopped.
  const running = sessions.filter((one) => one.turn && (one.status === 'running' || needs(one)));
  const busy = running.filter((one) => one.status === 'running' && !asking.has(one.id));
  const failed = sessions.filter((s) => s.status === 'failed' && s.updatedAt > facts.seenAt);
  const needing = waiting.length + asking.size + facts.index.needDecision;
  const state: TrayState =
    facts.trouble !== undefined || failed.length > 0
      ? 'trouble'
      : needing > 0
        ? 'needs-you'
        : busy.length > 0
          ? 'working'
          : 'idle';
  const shown = [
    ...(facts.trouble === undefined ? [] : [note(facts.trouble)]),
    ...list(facts.approvals, 'wait for you', (one) => approvalItem(one, titleOf(sessions, one))),
    ...list(waiting, 'wait for you', (session) => openItem('Needs you', session)),
    ...decisionItems(facts.index),
    ...list(failed, 'failed', (session) => openItem('Failed', session)),
    ...list(running, 'running', (session) => runningItem(session, facts.now)),
  ];
  return {
    state,
    tooltip: tooltipOf(facts, busy.length, needing, failed.length),
    items: [
      { kind: 'item', label: 'Quick Turn', action: { do: 'quick' } },
      { kind: 'item', label: 'New main turn', action: { do: 'new-session' } },
      { kind: 'line' },
      ...shown,
      ...(shown.length > 0 ? [{ kind: 'line' as const }] : []),
      { kind: 'item', label: 'Open Konsole', action: { do: 'open' } },
      { kind: 'item', label: 'Quit', action: { do: 'quit' } },
    ],
  };
}

const note = (label: string): TrayItem => ({ kind: 'note', label });

/** The first of them, and how many more there are. */
function list<T>(all: readonly T[], what: string, item: (one: T) => TrayItem): TrayItem[] {
  const items = all.slice(0, longestList).map(item);
  const more = all.length - items.length;
  return more > 0 ? [...items, note(`and ${more} more ${what}`)] : items;
}

function tooltipOf(facts: TrayFacts, running: number, waiting: number, failed: number): string {
  if (facts.trouble !== undefined) return `Konsole: ${facts.trouble}`;
  const parts = [
    failed > 0 ? `${failed} failed` : '',
    waiting > 0 ? `${waiting} ${waiting === 1 ? 'needs' : 'need'} you` : '',
    running > 0 ? `${running} running` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Konsole' : `Konsole: ${parts.join(', ')}`;
}

/** `&` doubled, else it would underline the next letter. */
const plainLabel = (text: string) => text.replace(/&/g, '&&');
/** A menu label: one line, and short. */
const label = (text: string, most = 40) => plainLabel(cutText(oneLine(text) || 'Untitled', most));

const titleOf = (sessions: readonly Session[], { session }: Pending) =>
  sessions.find((one) => one.id === session)?.title ?? '';

/**
 * The question in a line of its own, so that no title can pass for it, and what may be said to it. A menu line cannot
 * show a diff, a long command or what makes something dangerous: Allow is there only where the line says all of it and
 * the risk is not high. To refuse is always safe.
 */
function approvalItem(approval: Pending, title: string): TrayItem {
  const { id, session, summary, why, plain } = approval;
  const answer = (name: string, decision: 'allow' | 'deny'): TrayItem => ({
    kind: 'item',
    label: name,
    action: { do: 'answer', session, approval: id, decision },
  });
  const open = (name: string): TrayItem => ({
    kind: 'item',
    label: name,
    action: { do: 'open', session },
  });
  return {
    kind: 'menu',
    label: `Needs you: ${label(title, 30)}: ${label(summary)}`,
    items: [
      note(plainLabel(summary)),
      ...(why === undefined ? [] : [note(plainLabel(why))]),
      { kind: 'line' },
      ...(plain ? [answer('Allow', 'allow')] : [open('Open to decide…')]),
      answer('Deny', 'deny'),
      ...(plain ? [open('Open')] : []),
    ],
  };
}

const mostDecisions = 5;

/** Kontasks that need a decision, under a line that says so: the newest, and the way to the others. */
function decisionItems({ asking, needDecision }: IndexState): TrayItem[] {
  if (needDecision === 0) return [];
  const items = asking.slice(0, mostDecisions).map(
    ({ id, title }): TrayItem => ({
      kind: 'item',
      label: label(title),
      action: { do: 'open', kontask: id },
    }),
  );
  const more = needDecision - items.length;
  const rest: TrayItem = {
    kind: 'item',
    label: `${more} more…`,
    action: { do: 'open', decisions: true },
  };
  return [note('Decisions'), ...items, ...(more > 0 ? [rest] : [])];
}

function openItem(why: string, session: Session): TrayItem {
  return {
    kind: 'item',
    label: `${why}: ${label(session.title)}`,
    action: { do: 'open', session: session.id },
  };
}

function runningItem(session: Session, now: number): TrayItem {
  const open: TrayItem = {
    kind: 'item',
    label: 'Open',
    action: { do: 'open', session: session.id },
  };
  const stop: TrayItem[] = session.turn
    ? [
        {
          kind: 'item',
          label: 'Stop',
          action: { do: 'stop', session: session.id, turn: session.turn },
        },
      ]
    : [];
  const kind = session.kind === 'chat' ? 'Quick: ' : '';
  return {
    kind: 'menu',
    label: `${kind}${label(session.title)} · ${age(now - (session.startedAt ?? session.updatedAt))}`,
    items: [open, ...stop],
  };
}

/** How long ago, in whole minutes: a menu is not a stopwatch. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
