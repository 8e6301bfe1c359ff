/**
 * A session that does not exist yet: the composer is there, and Send makes one in the chosen folder. At
 * the first start the set-up stands above it; whoever simply writes has chosen the demo.
 */
import { FolderOpen } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useChosenModel } from '../../stores/model-choice';
import { markSaid, useSettings } from '../../stores/settings-store';
import { showSection, showSession, useUi } from '../../stores/ui-store';
import { ChipButton } from '../../ui/chip';
import { baseName, isDemo } from '../../ui/format';
import { Composer } from '../composer/composer';
import { DemoLabel } from '../composer/demo-label';
import { ModeChip } from '../composer/mode-chip';
import { FirstRun } from '../first-run/first-run';
import { ModelChip } from './model-chip';
import { SessionHeader } from './session-header';
import { chooseWorkspace } from './session-page';
import { Welcome } from './welcome';

export function NewSessionPage() {
  const workspace = useSettings((state) => state.workspace);
  const model = useSettings((state) => state.effective?.main);
  const page = useRef<HTMLDivElement>(null);
  const first = useFirstRun();
  const chosen = useChosenModel(undefined);
  const demo = isDemo(chosen ?? model);
  const fill = (text: string) => {
    const box = page.current?.querySelector('textarea');
    if (!box) return;
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  };
  const onSent = (session: string) => {
    if (first) leaveFirstRun();
    showSession(session);
  };
  return (
    <div
      ref={page}
      className="flex min-w-0 flex-1 flex-col [@media(max-height:320px)]:overflow-y-auto"
    >
      <SessionHeader workspace={workspace} />
      {/* On a window of a few lines all of it scrolls, the message box too. */}
      <div className="min-h-0 flex-1 overflow-y-auto [@media(max-height:320px)]:flex-none [@media(max-height:320px)]:overflow-visible">
        {first ? (
          <FirstRun
            onLeave={() => {
              useUi.setState({ firstRunLeft: true });
              // The button that was pressed is gone with the set-up.
              page.current?.querySelector('textarea')?.focus();
            }}
          />
        ) : (
          <main className="h-full">
            <Welcome demo={demo} onExample={fill} />
          </main>
        )}
      </div>
      <div className="mx-auto w-full max-w-[780px] space-y-1.5 px-5 pt-2 pb-[18px] max-[800px]:px-3 max-[800px]:pb-3">
        {/* The first run above it is the way to a model. */}
        {demo && <DemoLabel openSettings={first ? undefined : () => showSection('settings')} />}
        <Composer
          model={model}
          onSent={onSent}
          mode={
            <>
              {model !== undefined && <ModelChip model={model} />}
              <ModeChip />
            </>
          }
          chips={
            <ChipButton
              title={workspace ?? 'Choose the folder'}
              onClick={() => void chooseWorkspace()}
            >
              <FolderOpen size={13} aria-hidden />
              <span className="truncate">
                {workspace ? baseName(workspace) : 'Choose a folder'}
              </span>
            </ChipButton>
          }
        />
      </div>
    </div>
  );
}

/**
 * Nothing that was chosen could answer when it came up: the demo would, or a server that was found on this computer.
 * Nobody has said since that this is fine.
 */
function useFirstRun(): boolean {
  const left = useUi((ui) => ui.firstRunLeft);
  const said = useSettings((state) => state.settings?.said);
  const model = useSettings((state) => state.effective?.main);
  const chosen = useSettings((state) => state.settings?.models.main);
  const shown = useUi((ui) => ui.firstRunShown);
  const standsIn = isDemo(model) || (model !== undefined && model !== chosen);
  const first = !left && said !== undefined && !said.includes('first-run') && (shown || standsIn);
  useEffect(() => {
    if (first) useUi.setState({ firstRunShown: true });
  }, [first]);
  return first;
}

function leaveFirstRun() {
  useUi.setState({ firstRunLeft: true });
  void markSaid('first-run');
}
