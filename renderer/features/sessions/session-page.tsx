/** A session that exists: header, transcript, composer, inspector. */
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Session, Turn } from '../../../preload/contract/shapes';
import { commandOrToast, desktopOrToast } from '../../stores/commands';
import { chosenModel, sentModel, useChosenModel } from '../../stores/model-choice';
import { sessionStore, useSession } from '../../stores/session-store';
import { resumeTurn } from '../../stores/resume';
import { updateSettings } from '../../stores/settings-store';
import {
  showKontaskFromHere,
  showNewSession,
  showSection,
  showSession,
  useUi,
} from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { isDemo } from '../../ui/format';
import { SidePane } from '../../ui/side-pane';
import { toast } from '../../ui/toast';
import { Composer } from '../composer/composer';
import { DemoLabel } from '../composer/demo-label';
import { ModeChip } from '../composer/mode-chip';
import { openDiagnostics } from '../diagnostics/log-store';
import { makeKontask } from '../kontasks/make';
import { Inspector } from '../inspector/inspector';
import { createPacedView } from '../inspector/paced-view';
import { Transcript } from '../transcript/transcript';
import { tellCopied } from '../transcript/copied-store';
import { copyTurn } from '../transcript/copy-turn';
import type { CopyPart, CopyPlace, TranscriptActions } from '../transcript/turn-actions';
import { ModelChip } from './model-chip';
import { SessionHeader } from './session-header';

export async function chooseWorkspace(): Promise<boolean> {
  const chosen = await desktopOrToast('desktop.choose-folder', {});
  return chosen?.path !== undefined && (await updateSettings({ workspace: chosen.path }));
}

async function send(session: string, text: string, blobs?: string[]): Promise<void> {
  const choice = chosenModel(session);
  if (
    await commandOrToast('turn.send', { session, text, ...(blobs ? { blobs } : {}), ...choice })
  ) {
    sentModel(session, choice.model);
  }
}

/** In place of a model that was chosen and not asked yet: this one is the newer choice. */
async function sendTo(session: string, { text, blobs }: Turn, model: string): Promise<void> {
  const before = chosenModel(session).model;
  const message = { session, text, ...(blobs ? { blobs } : {}), model };
  if (await commandOrToast('turn.send', message)) sentModel(session, before);
}

async function copyPart(
  session: string,
  turn: Turn,
  part: CopyPart,
  from: CopyPlace,
): Promise<void> {
  if (!(await copyTurn(session, turn, part))) return;
  // Where the menu was opened, neither end of the turn need be in sight, and one that runs has no footer.
  if (from === 'menu') toast({ message: 'Copied.' });
  else tellCopied(turn.id, from);
}

function actionsFor(id: string, kind: Session['kind']): TranscriptActions {
  const lane = kind === 'chat' ? 'quick' : 'main';
  return {
    tryAgain: (turn) => send(id, turn.text, turn.blobs),
    elsewhere: {
      lane,
      menu: true,
      ask: (turn, model) => sendTo(id, turn, model),
      goOn: (model) => resumeTurn(id, model),
    },
    resume: () => resumeTurn(id),
    goOn: () => send(id, 'go on'),
    openSettings: () => showSection('settings'),
    openLog: () => openDiagnostics({ session: id }),
    async chooseFolder() {
      if (await chooseWorkspace()) showNewSession();
    },
    copy: (turn, part, from) => void copyPart(id, turn, part, from),
    makeKontask: (turn) => void makeKontask(id, turn, showKontaskFromHere),
  };
}

export function SessionPage({ id }: { id: string }) {
  const phase = useSession(id, (view) => view.phase);
  const message = useSession(id, (view) => view.message);
  const session = useSession(id, (view) => view.state.session);
  const queue = useSession(id, (view) => view.state.queue);
  const paused = useSession(id, (view) => view.state.paused ?? false);
  const jobs = useSession(id, (view) => view.state.jobs);
  const ended = useSession(id, (view) => view.state.ended);
  const grants = useSession(id, (view) => view.state.grants);
  const answered = useSession(id, (view) => view.state.turns.at(-1)?.model);
  const inspectorOpen = useUi((ui) => ui.inspectorOpen);
  const chosen = useChosenModel(id);
  const actions = useMemo(() => actionsFor(id, session.kind), [id, session.kind]);
  if (phase === 'gone') {
    return (
      <Empty
        title="This session is gone"
        actions={<Button onClick={showNewSession}>Start a new one</Button>}
      >
        <p>{message ?? 'It was deleted.'}</p>
      </Empty>
    );
  }
  // What answered last, or will answer next.
  const demo = isDemo(answered) || isDemo(chosen ?? session.model);
  return (
    <div className="flex min-w-0 flex-1">
      <main className="flex min-w-0 flex-1 flex-col">
        <SessionHeader session={session} inspector />
        <Transcript session={id} actions={actions} />
        <div className="mx-auto w-full max-w-[780px] space-y-1.5 px-5 pt-2 pb-[18px] max-[800px]:px-3 max-[800px]:pb-3">
          {demo && <DemoLabel openSettings={actions.openSettings} />}
          <Composer
            session={id}
            model={session.model || undefined}
            turn={session.turn}
            queue={queue}
            paused={paused}
            jobs={jobs}
            ended={ended}
            mode={
              <>
                {session.model !== '' && (
                  <ModelChip session={id} chat={session.kind === 'chat'} model={session.model} />
                )}
                {session.kind === 'main' && <ModeChip session={session} grants={grants} />}
              </>
            }
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
        <InspectorOf id={id} />
      </SidePane>
    </div>
  );
}

/** Apart from the page: it is drawn anew as the answer grows, and the page is not. */
function InspectorOf({ id }: { id: string }) {
  const [paced] = useState(() => createPacedView(sessionStore(id)));
  return <Inspector view={useSyncExternalStore(paced.subscribe, paced.get)} />;
}
