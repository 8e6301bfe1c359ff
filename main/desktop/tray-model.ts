/** What the tray shows, as facts from facts: its state, its tooltip and its menu. No Electron, no clock. */
import type { IndexState } from '../../preload/contract/index-state';
import type { Session } from '../../preload/contract/shapes';
import { cutText, oneLine } from '../../preload/contract/text';

export type TrayState = 'idle' | 'working' | 'needs-you' | 'trouble';

export type TrayAction =
  | { do: 'quick' }
  | { do: 'new-session' }
  | { do: 'open'; session?: string }
  | { do: 'stop'; session: string; turn: string }
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
  const running = sessions.filter((session) => session.status === 'running' && session.turn);
  const waiting = sessions.filter(
    (session) => session.approvals > 0 || session.status === 'waiting',
  );
  const failed = sessions.filter((s) => s.status === 'failed' && s.updatedAt > facts.seenAt);
  const state: TrayState =
    facts.trouble !== undefined || failed.length > 0
      ? 'trouble'
      : waiting.length > 0
        ? 'needs-you'
        : running.length > 0
          ? 'working'
          : 'idle';
  return {
    state,
    tooltip: tooltipOf(facts, running.length, waiting.length, failed.length),
    items: [
      { kind: 'item', label: 'Quick Turn', action: { do: 'quick' } },
      { kind: 'item', label: 'New main turn', action: { do: 'new-session' } },
      { kind: 'line' },
      ...(facts.trouble === undefined ? [] : [{ kind: 'note' as const, label: facts.trouble }]),
      ...waiting.slice(0, longestList).map((session) => openItem('Needs you', session)),
      ...failed.slice(0, longestList).map((session) => openItem('Failed', session)),
      ...running.slice(0, longestList).map((session) => runningItem(session, facts.now)),
      ...(running.length > longestList
        ? [{ kind: 'note' as const, label: `and ${running.length - longestList} more running` }]
        : []),
      ...(running.length + waiting.length + failed.length > 0 || facts.trouble !== undefined
        ? [{ kind: 'line' as const }]
        : []),
      { kind: 'item', label: 'Open Konsole', action: { do: 'open' } },
      { kind: 'item', label: 'Quit', action: { do: 'quit' } },
    ],
  };
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

/** A menu label: one line, short, and `&` doubled, else it would underline the next letter. */
const label = (text: string) => cutText(oneLine(text) || 'Untitled', 40).replace(/&/g, '&&');

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
