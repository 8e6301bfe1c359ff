/** What the lines of the tray's menu and the buttons of a notification do. No Electron. */
import type { Answer } from '../../preload/contract/errors';
import type { Asker, DesktopLog } from './desktop-deps';
import type { Place } from './place';
import type { TrayAction } from './tray-model';

export interface OutsideActionDeps {
  execute: (client: Asker, name: string, params: unknown) => Promise<Answer>;
  showQuick: () => void;
  showMain: () => void;
  newSession: () => void;
  /** Whichever window shows it. */
  openSession: (session: string) => void;
  /** The main window, at this place. */
  openMain: (place: Place) => void;
  quit: () => void;
  log: DesktopLog;
}

export function createOutsideActions(deps: OutsideActionDeps) {
  async function stop(session: string, turn: string): Promise<void> {
    const answered = await deps.execute('tray', 'turn.interrupt', { session, turn });
    if (answered.ok) return;
    const { code } = answered;
    deps.log('warn', 'The tray could not stop a turn', { session, turn, code });
  }

  /** Somebody else may have been quicker: then there is nothing left to say. */
  async function answer(
    by: 'tray' | 'notification',
    session: string,
    approval: string,
    decision: 'allow' | 'deny',
  ): Promise<void> {
    const answered = await deps.execute(by, 'approval.answer', { approval, decision });
    if (answered.ok || answered.code === 'conflict') return;
    const { code } = answered;
    deps.log('warn', 'An approval could not be answered', { session, approval, by, code });
    // It may still wait there, where it can be answered and what is wrong can be said.
    deps.openSession(session);
  }

  function open({ session, kontask, choice, decisions }: Place): void {
    if (session !== undefined) deps.openSession(session);
    else if (kontask !== undefined) {
      deps.openMain({ kontask, choice });
    } else if (decisions) deps.openMain({ decisions });
    else deps.showMain();
  }

  async function act(action: TrayAction): Promise<void> {
    switch (action.do) {
      case 'quick':
        return deps.showQuick();
      case 'new-session':
        return deps.newSession();
      case 'open':
        return open(action);
      case 'stop':
        return stop(action.session, action.turn);
      case 'answer':
        return answer('tray', action.session, action.approval, action.decision);
      case 'quit':
        return deps.quit();
    }
  }

  return { act, answer };
}
