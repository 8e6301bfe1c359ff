/** A session that does not exist yet: the composer is there, and Send makes one in the chosen folder. */
import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { useSettings } from '../../stores/settings-store';
import { showSection, showSession } from '../../stores/ui-store';
import { ChipButton } from '../../ui/chip';
import { baseName, isDemo } from '../../ui/format';
import { Composer } from '../composer/composer';
import { DemoLabel } from '../composer/demo-label';
import { SessionHeader } from './session-header';
import { chooseWorkspace } from './session-page';
import { Welcome } from './welcome';

export function NewSessionPage() {
  const workspace = useSettings((state) => state.settings?.workspace);
  const model = useSettings((state) => state.effective?.main);
  const page = useRef<HTMLElement>(null);
  const demo = isDemo(model);
  const fill = (text: string) => {
    const box = page.current?.querySelector('textarea');
    if (!box) return;
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  };
  return (
    <main ref={page} className="flex min-w-0 flex-1 flex-col">
      <SessionHeader model={model} workspace={workspace} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Welcome demo={demo} onExample={fill} />
      </div>
      <div className="mx-auto w-full max-w-[780px] space-y-1.5 px-5 pb-[18px] max-[800px]:px-3 max-[800px]:pb-3">
        {demo && <DemoLabel openSettings={() => showSection('settings')} />}
        <Composer
          onSent={showSession}
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
    </main>
  );
}
