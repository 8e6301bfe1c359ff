/**
 * Every action of the window, written once: its name, its keys, when it can be done, and what it does. The window's
 * keys, the palette and the list of keys all read it.
 */
import { useDesktop } from '../../stores/desktop-store';
import { toggleInspector, toggleSidebar } from '../../stores/panes';
import { updateSettings } from '../../stores/settings-store';
import { openFind } from '../../stores/find-store';
import { resumeTurn } from '../../stores/resume';
import { useIndex } from '../../stores/index-store';
import {
  openNewKontask,
  showDecisions,
  showKontasks,
  showNewSession,
  showSection,
} from '../../stores/ui-store';
import { commandOrToast, desktopOrToast } from '../../stores/commands';
import { toast } from '../../ui/toast';
import { answerApproval } from '../approvals/answer';
import { chooseNext, choosePreset, presetsHere } from '../transport/choice';
import { pagePresets, presets } from '../transport/ways';
import { startRenaming } from '../sessions/rows-store';
import { goToSearch } from '../sessions/search-box';
import {
  archiveSession,
  deleteSession,
  exportSession,
  restoreSession,
} from '../sessions/session-actions';
import type { Action } from './action';
import { kontaskActions } from './kontask-actions';
import { closePalette, openPalette, usePalette } from './palette-store';
import { canResume, lastAnswer, shownSession, waitingApproval } from './shown';

const onSession = (run: (session: NonNullable<ReturnType<typeof shownSession>>) => void) => ({
  when: () => shownSession() !== undefined,
  run: () => {
    const session = shownSession();
    if (session) run(session);
  },
});

async function copyLastAnswer(): Promise<void> {
  const text = lastAnswer();
  if (text !== undefined && (await desktopOrToast('desktop.copy', { text })))
    toast({ message: 'Copied the last answer.' });
}

export const actions: readonly Action[] = [
  {
    id: 'commands',
    name: 'Commands',
    group: 'Go to',
    keys: ['CommandOrControl+K'],
    run: () => {
      if (usePalette.getState().open === 'commands') closePalette();
      else openPalette('commands');
    },
  },
  {
    id: 'new-session',
    name: 'New session',
    group: 'Go to',
    words: 'chat start ask main turn',
    keys: ['CommandOrControl+N'],
    run: showNewSession,
  },
  {
    id: 'quick-turn',
    name: 'Quick turn',
    group: 'Go to',
    words: 'ask question hotkey',
    keysElsewhere: true,
    when: () => useDesktop.getState().info?.hotkey.state !== 'unsupported',
    run: () => void desktopOrToast('desktop.show-quick', {}),
  },
  {
    id: 'search-sessions',
    name: 'Search sessions',
    group: 'Go to',
    words: 'find text everywhere history',
    keys: ['CommandOrControl+Shift+F', '/'],
    run: goToSearch,
  },
  {
    id: 'sessions',
    name: 'Sessions',
    group: 'Go to',
    words: 'transcript list',
    run: () => showSection('sessions'),
  },
  {
    id: 'kontasks',
    name: 'Kontasks',
    group: 'Go to',
    words: 'board list decisions results cards',
    run: showKontasks,
  },
  {
    id: 'decisions',
    name: 'Kontasks that need a decision',
    group: 'Go to',
    words: 'decide choose answer asked waiting',
    when: () => useIndex.getState().needDecision > 0,
    run: showDecisions,
  },
  {
    id: 'new-kontask',
    name: 'New kontask',
    group: 'Go to',
    words: 'make create add card',
    run: openNewKontask,
  },
  {
    id: 'diagnostics',
    name: 'Diagnostics',
    group: 'Go to',
    words: 'log pool health hosts',
    run: () => showSection('diagnostics'),
  },
  {
    id: 'settings',
    name: 'Settings',
    group: 'Go to',
    words: 'preferences options keys providers models hotkey',
    keys: ['CommandOrControl+,'],
    run: () => showSection('settings'),
  },
  {
    id: 'find',
    name: 'Find in this session',
    group: 'This session',
    words: 'search text',
    keys: ['CommandOrControl+F'],
    keysElsewhere: true,
    ...onSession(openFind),
  },
  {
    id: 'rename',
    name: 'Rename this session',
    group: 'This session',
    words: 'title',
    ...onSession((session) => startRenaming(session.id, 'header')),
  },
  {
    id: 'archive',
    name: 'Archive this session',
    group: 'This session',
    words: 'put away hide',
    ...onSession((session) => void archiveSession(session)),
    when: () => shownSession() !== undefined && shownSession()?.archived !== true,
  },
  {
    id: 'unarchive',
    name: 'Restore this session from the archive',
    group: 'This session',
    words: 'unarchive bring back',
    ...onSession((session) => void restoreSession(session)),
    when: () => shownSession()?.archived === true,
  },
  {
    id: 'export',
    name: 'Export this session…',
    group: 'This session',
    words: 'save json file',
    ...onSession((session) => void exportSession(session)),
  },
  {
    id: 'delete',
    name: 'Delete this session',
    group: 'This session',
    words: 'remove',
    ...onSession((session) => void deleteSession(session)),
  },
  ...kontaskActions,
  {
    id: 'copy-answer',
    name: 'Copy the last answer',
    group: 'This turn',
    words: 'clipboard',
    keys: ['CommandOrControl+Shift+C'],
    when: () => lastAnswer() !== undefined,
    run: () => void copyLastAnswer(),
  },
  {
    id: 'stop',
    name: 'Stop this turn',
    group: 'This turn',
    words: 'interrupt cancel',
    when: () => shownSession()?.turn !== undefined,
    run: () => {
      const session = shownSession();
      if (session?.turn === undefined) return;
      void commandOrToast('turn.interrupt', { session: session.id, turn: session.turn });
    },
  },
  {
    id: 'resume',
    name: 'Resume the turn that was cut off',
    group: 'This turn',
    words: 'continue go on interrupted failed',
    when: canResume,
    run: () => {
      const session = shownSession();
      if (session) void resumeTurn(session.id);
    },
  },
  ...(['allow', 'deny'] as const).map((decision) => ({
    id: `approval-${decision}`,
    name: decision === 'allow' ? 'Allow what waits for approval' : 'Deny what waits for approval',
    group: 'This turn' as const,
    words: 'approve permission answer yes no',
    when: () => waitingApproval() !== undefined,
    run: () => {
      const approval = waitingApproval();
      if (approval) void answerApproval({ approval, decision });
    },
  })),
  {
    id: 'sidebar',
    name: 'Show or hide the sidebar',
    group: 'Window',
    words: 'toggle left pane',
    keys: ['CommandOrControl+B'],
    run: toggleSidebar,
  },
  {
    id: 'inspector',
    name: 'Show or hide turn details',
    group: 'Window',
    words: 'toggle inspector right pane time cost',
    keys: ['CommandOrControl+Shift+B'],
    ...onSession(toggleInspector),
  },
  ...(['dark', 'light', 'system'] as const).map((theme) => ({
    id: `theme-${theme}`,
    name:
      theme === 'system'
        ? 'Theme as the system is'
        : `${theme === 'dark' ? 'Dark' : 'Light'} theme`,
    group: 'Window' as const,
    words: 'appearance colours mode',
    run: () => void updateSettings({ theme }),
  })),
  {
    id: 'next-transport',
    name: 'Next transport',
    group: 'Window',
    words: 'lane switch direct sse websocket hybrid stream',
    keys: ['CommandOrControl+Shift+L'],
    run: chooseNext,
  },
  ...[...presets, ...pagePresets].map((preset) => ({
    id: `transport-${pagePresets.some((own) => own === preset) ? 'page-' : ''}${preset.id}`,
    name: `Transport: ${preset.name}`,
    group: 'Window' as const,
    words: 'lane switch stream',
    when: () => presetsHere().includes(preset),
    run: () => void choosePreset(preset),
  })),
  {
    id: 'shortcuts',
    name: 'Keyboard shortcuts',
    group: 'Window',
    words: 'keys help',
    keys: ['CommandOrControl+/'],
    run: () => openPalette('shortcuts'),
  },
];

/** The key that is shown beside an action; the desktop's hotkey is whatever the settings say. */
export function keyOf(action: Action): string | undefined {
  if (action.id !== 'quick-turn') return action.keys?.[0];
  const hotkey = useDesktop.getState().info?.hotkey;
  return hotkey?.state === 'registered' ? hotkey.accelerator : undefined;
}

export const canRun = (action: Action): boolean => action.when?.() ?? true;

export function actionById(id: string): Action {
  const found = actions.find((action) => action.id === id);
  if (!found) throw new Error(`There is no action "${id}".`);
  return found;
}
