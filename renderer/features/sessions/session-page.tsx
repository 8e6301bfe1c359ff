/** A session that exists: header, transcript, composer, inspector. */
import { useMemo } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { commandOrToast, desktopOrToast } from '../../stores/commands';
import { chosenModel, sentModel, useChosenModel } from '../../stores/model-choice';
import { useSession } from '../../stores/session-store';
import { updateSettings } from '../../stores/settings-store';
import { showNewSession, showSection, showSession, useUi } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { isDemo } from '../../ui/format';
import { SidePane } from '../../ui/side-pane';
import { toast } from '../../ui/toast';
import { Composer } from '../composer/composer';
import { DemoLabel } from '../composer/demo-label';
import { Inspector } from '../inspector/inspector';
import { Transcript } from '../transcript/transcript';
import type { TurnActions } from '../transcript/turn-actions';
import { SessionHeader } from './session-header';

export async function chooseWorkspace(): Promise<boolean> {
  const chosen = await desktopOrToast('desktop.choose-folder', {});
  return chosen?.path !== undefined && (await updateSettings({ workspace: chosen.path }));
}

async function sendAgain(session: string, text: string): Promise<void> {
  const choice = chosenModel(session);
  if (await commandOrToast('turn.send', { session, text, ...choice })) {
    sentModel(session, choice.model);
  }
}

function actionsFor(id: string): TurnActions {
  return {
    tryAgain: (turn: Turn) => sendAgain(id, turn.text),
    openSettings: () => showSection('settings'),
    async chooseFolder() {
      if (await chooseWorkspace()) showNewSession();
    },
    async copy(text) {
      if (await desktopOrToast('desktop.copy', { text })) toast({ message: 'Copied.' });
    },
  };
}

export function SessionPage({ id }: { id: string }) {
  const view = useSession(id, (whole) => whole);
  const inspectorOpen = useUi((ui) => ui.inspectorOpen);
  const chosen = useChosenModel(id);
  const actions = useMemo(() => actionsFor(id), [id]);
  const { session, queue, paused, turns } = view.state;
  if (view.phase === 'gone') {
    return (
      <Empty
        title="This session is gone"
        actions={<Button onClick={showNewSession}>Start a new one</Button>}
      >
        <p>{view.message ?? 'It was deleted.'}</p>
      </Empty>
    );
  }
  // What answered last, or will answer next.
  const demo = isDemo(turns.at(-1)?.model) || isDemo(chosen ?? session.model);
  return (
    <div className="flex min-w-0 flex-1">
      <main className="flex min-w-0 flex-1 flex-col">
        <SessionHeader session={session} inspector />
        <Transcript session={id} view={view} actions={actions} />
        <div className="mx-auto w-full max-w-[780px] space-y-1.5 px-5 pt-2 pb-[18px] max-[800px]:px-3 max-[800px]:pb-3">
          {demo && <DemoLabel openSettings={actions.openSettings} />}
          <Composer
            session={id}
            turn={session.turn}
            queue={queue}
            paused={paused ?? false}
            onSent={showSession}
          />
        </div>
      </main>
      <SidePane
        side="right"
        label="Turn details"
        open={inspectorOpen}
        onClose={() => useUi.setState({ inspectorOpen: false })}
      >
        <Inspector view={view} />
      </SidePane>
    </div>
  );
}
