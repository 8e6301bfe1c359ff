/** What the palette offers: the actions that can be done now, what is to be decided, the sessions to go to, the models. */
import { useIndex } from '../../stores/index-store';
import { chooseModel } from '../../stores/model-choice';
import { useSettings } from '../../stores/settings-store';
import { showKontask, showSession, useUi } from '../../stores/ui-store';
import { titleOf } from '../sessions/session-words';
import { groupsOf, optionName } from '../settings/model-groups';
import { retirementLine } from '../settings/model-list';
import { useProviders } from '../settings/providers-store';
import { actions, canRun, keyOf } from './actions';
import { bestOf } from './match';
import { shownSession } from './shown';

export interface Entry {
  id: string;
  name: string;
  words?: string | undefined;
  /** Said at its right: what it is, where it has no key. */
  note?: string | undefined;
  keys?: string | undefined;
  /** Why it cannot be chosen. */
  against?: string | undefined;
  /** What should be known before it is chosen. */
  about?: string | undefined;
  run: () => void;
}

export interface EntryGroup {
  value: string;
  items: readonly Entry[];
}

/** How many are laid out: of what was found, and of sessions and decisions before anything is written. */
const mostFound = 50;
const recentSessions = 6;
const newestDecisions = 3;

function actionEntries() {
  return actions
    .filter((action) => action.id !== 'commands' && canRun(action))
    .map((action) => ({ ...action, keys: keyOf(action) }));
}

function sessionEntries(): Entry[] {
  const { session: shown, section } = useUi.getState();
  return useIndex
    .getState()
    .sessions.filter(({ id }) => id !== shown || section !== 'sessions')
    .map((session) => ({
      id: `session ${session.id}`,
      name: titleOf(session),
      note: session.kind === 'chat' ? 'Quick turn' : 'Session',
      run: () => showSession(session.id),
    }));
}

/** The newest first; the page of one that is shown needs no way to it. */
function decisionEntries(): Entry[] {
  const { section, kontask } = useUi.getState();
  return useIndex
    .getState()
    .asking.filter(({ id }) => id !== kontask || section !== 'kontasks')
    .map(({ id, title }) => ({
      id: `kontask ${id}`,
      name: `Decide: ${title}`,
      words: 'kontask choose answer',
      note: 'Kontask',
      run: () => showKontask(id),
    }));
}

/** For the session that is shown, or the one that the next message makes, which takes no model for side questions. */
function modelEntries(): Entry[] {
  const { session, section } = useUi.getState();
  if (section !== 'sessions') return [];
  const takesAll = shownSession()?.kind === 'chat';
  return groupsOf(useSettings.getState().models, useProviders.getState().providers).flatMap(
    (group) =>
      group.models.map((model) => ({
        id: `model ${model.id}`,
        name: `Model: ${optionName(model)}`,
        words: `use choose ${model.id} ${group.name}`,
        note: 'From your next message on',
        against: takesAll ? undefined : model.quickOnly,
        about: retirementLine(model),
        run: () => chooseModel(session, model.id),
      })),
  );
}

/** Read when the palette opens: it shows what can be done at that moment. */
export function allEntries() {
  return {
    actions: actionEntries(),
    decisions: decisionEntries(),
    sessions: sessionEntries(),
    models: modelEntries(),
  };
}

export type Entries = ReturnType<typeof allEntries>;

/** Before anything is written: the actions by what they are about, and the latest sessions. */
export function groupsFor(query: string, entries: Entries): EntryGroup[] {
  if (query.trim() !== '') {
    const all: Entry[] = [
      ...entries.actions,
      ...entries.decisions,
      ...entries.models,
      ...entries.sessions,
    ];
    const found = bestOf(query, all, mostFound);
    // What cannot be done is said after all that can.
    const last = ({ against }: Entry) => Number(against !== undefined);
    const items = found.toSorted((a, b) => last(a) - last(b));
    return items.length === 0 ? [] : [{ value: 'Found', items }];
  }
  const groups = [...new Set(entries.actions.map((action) => action.group))].map((value) => ({
    value: value as string,
    items: entries.actions.filter((action) => action.group === value) as readonly Entry[],
  }));
  const decisions = entries.decisions.slice(0, newestDecisions);
  // They are what a person is waited for with: before all that can be done at any time.
  if (decisions.length > 0) groups.unshift({ value: 'Decisions', items: decisions });
  const recent = entries.sessions.slice(0, recentSessions);
  if (recent.length > 0) groups.push({ value: 'Recent sessions', items: recent });
  return groups;
}
