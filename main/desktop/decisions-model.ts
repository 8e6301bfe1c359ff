/**
 * Notifications of kontasks that need a decision, as facts from facts: one each, and where many come (an import, say) one
 * for all. Only what is written from now on counts. No Electron, no clock.
 */
import type { IndexEvent, KonsoleEvent } from '../../preload/contract/events';
import type { KontaskSummary } from '../../preload/contract/shapes';
import { cutText } from '../../preload/contract/text';
import {
  bodyChars,
  line,
  type Notice,
  type NoticeFacts,
  type NoticeOrder,
  titleChars,
  windowOf,
} from './notify-model';

/** The kontasks that were told and not decided since. */
export interface DecisionState {
  /** Each with a notification of its own. */
  told: readonly string[];
  /** With one notification for all of them. */
  many: readonly string[];
  /** When that was shown last; epoch ms. */
  shownAt: number;
}

export const noDecisions: DecisionState = { told: [], many: [], shownAt: 0 };

/** More than these at a time are told by one notification. */
const mostSingle = 3;
/** More of them are not remembered: their notification stays until those are decided. */
const mostMany = 500;
/** That notification is not shown again sooner, ms: what comes in pieces is one thing to a person. */
const quietMs = 60_000;
/** Buttons of one notification. */
const mostChoices = 3;

const manyKey = 'kontasks';
const keyOf = (kontask: string) => `kontask/${kontask}`;

type Facts = Pick<NoticeFacts, 'sessions' | 'inFront'>;
interface Step {
  state: DecisionState;
  orders: NoticeOrder[];
}

/** `events`: what was written in one go. */
export function decisionsStep(
  state: DecisionState,
  events: readonly KonsoleEvent[],
  facts: Facts,
): Step {
  const fresh = new Map<string, { kontask: KontaskSummary; at: number }>();
  const over = new Set<string>();
  for (const event of events) {
    if (!isKontask(event)) continue;
    const asks = event.type === 'kontask.listed' && event.kontask.status === 'needs_decision';
    const id = event.type === 'kontask.listed' ? event.kontask.id : event.kontask;
    if (asks && event.was !== 'needs_decision') {
      fresh.set(id, { kontask: event.kontask, at: event.at });
      over.delete(id);
    } else if (!asks) {
      fresh.delete(id);
      over.add(id);
    }
  }
  if (fresh.size === 0 && over.size === 0) return { state, orders: [] };
  const left = withdraw(state, over);
  const news = [...fresh.values()].filter(({ kontask }) => !inSight(kontask, facts));
  if (news.length === 0) return left;
  const shown = tell(left.state, news, facts);
  return { state: shown.state, orders: [...left.orders, ...shown.orders] };
}

type KontaskEvent = Extract<IndexEvent, { type: 'kontask.listed' | 'kontask.deleted' }>;
const isKontask = (event: KonsoleEvent): event is KontaskEvent =>
  event.type === 'kontask.listed' || event.type === 'kontask.deleted';

function withdraw(state: DecisionState, over: ReadonlySet<string>): Step {
  const goes = (id: string) => over.has(id);
  const stays = (id: string) => !over.has(id);
  const many = state.many.filter(stays);
  const orders = state.told.filter(goes).map((id): NoticeOrder => close(keyOf(id)));
  if (state.many.length > 0 && many.length === 0) orders.push(close(manyKey));
  return { state: { ...state, told: state.told.filter(stays), many }, orders };
}

const close = (key: string): NoticeOrder => ({ do: 'close', key });

/** The main window shows it, or that of the turn which asked does. */
function inSight({ requestId }: KontaskSummary, facts: Facts): boolean {
  if (facts.inFront('main')) return true;
  const session = asker(requestId, facts);
  return session !== undefined && facts.inFront(windowOf(session.id, facts));
}

/** While the turn runs it is known whose it is. */
const asker = (turn: string | undefined, { sessions }: Facts) =>
  turn === undefined ? undefined : sessions.find((session) => session.turn === turn);

function tell(
  state: DecisionState,
  news: readonly { kontask: KontaskSummary; at: number }[],
  facts: Facts,
): Step {
  const { told, many, shownAt } = state;
  if (many.length === 0 && told.length + news.length <= mostSingle) {
    const orders = news.map(
      ({ kontask }): NoticeOrder => ({ do: 'show', notice: oneNotice(kontask, facts) }),
    );
    return {
      state: { ...state, told: [...told, ...news.map(({ kontask }) => kontask.id)] },
      orders,
    };
  }
  const all = [...told, ...many, ...news.map(({ kontask }) => kontask.id)].slice(0, mostMany);
  const now = news.at(-1)?.at ?? 0;
  const quiet = many.length > 0 && now - shownAt < quietMs;
  const orders = told.map((id) => close(keyOf(id)));
  if (!quiet) {
    const titles = news.map(({ kontask }) => kontask.title);
    orders.push({ do: 'show', notice: manyNotice(titles) });
  }
  return {
    state: { told: [], many: all, shownAt: quiet ? shownAt : now },
    orders,
  };
}

function oneNotice(kontask: KontaskSummary, facts: Facts): Notice {
  const { id, title, createdBy, requestId, choices = [] } = kontask;
  const session = asker(requestId, facts);
  const who = line(createdBy ?? '', titleChars);
  const where = session === undefined ? '' : ` in “${line(session.title, titleChars)}”`;
  const asked = who === '' ? 'Open it to decide.' : `${who} asks${where}.`;
  const labels = choices.map((choice) => line(choice.label, titleChars)).join(' · ');
  const picks = choices.slice(0, mostChoices).map((choice) => choice.label);
  return {
    key: keyOf(id),
    kind: 'decision',
    window: 'main',
    place: { kontask: id },
    title: `Needs a decision: ${line(title, titleChars)}`,
    body: cutText(labels === '' ? asked : `${asked} ${labels}`, bodyChars),
    ...(picks.length > 0 ? { choices: picks } : {}),
  };
}

/** How many there are would be untrue with the next one: it says that there are many, and names some. */
function manyNotice(titles: readonly string[]): Notice {
  const named = titles.slice(0, 3).map((title) => line(title, titleChars));
  const more = titles.length > named.length ? ' and more' : '';
  return {
    key: manyKey,
    kind: 'decision',
    window: 'main',
    place: { decisions: true },
    title: 'Many kontasks need a decision',
    body: cutText(`${named.join(' · ')}${more}`, bodyChars),
  };
}
