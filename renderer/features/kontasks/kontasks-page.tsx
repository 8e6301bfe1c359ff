/** All kontasks: as a list or a board, narrowed by filters and a search. */
import { useEffect, useRef, useState } from 'react';
import { Download, Upload } from 'lucide-react';
import { followKontasks } from '../../stores/kontasks-live';
import { modeOf, setFilter, showAs, useKontasks } from '../../stores/kontasks-store';
import { useSettings } from '../../stores/settings-store';
import { useUi } from '../../stores/ui-store';
import { Button, IconButton } from '../../ui/button';
import { Segmented } from '../../ui/segmented';
import { useNow } from '../../ui/use-now';
import { DropOverlay } from '../composer/drop-overlay';
import { useDrop } from '../composer/use-drop';
import { SidebarButton } from '../sessions/session-header';
import { ChoiceDialog } from './board/choice-dialog';
import { Board } from './board/board';
import { FilterBar } from './filters/filter-bar';
import { exportKontasks } from './list/acts';
import { ImportDialog } from './list/import-dialog';
import { readImport } from './list/import-store';
import { ListView } from './list/list-view';
import { NewKontask } from './list/new-dialog';
import { Nothing, Partial, Trouble, useNothing } from './list/nothing';
import { SelectionBar } from './list/selection-bar';

export function KontasksPage() {
  const [making, setMaking] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(followKontasks, []);
  useAsked(() => setMaking(true));
  const dropping = useDrop(({ files: [file] }) => {
    if (file) void readImport(file);
  });
  const choose = () => chooser.current?.click();
  const answered = useKontasks((view) => view.answered);
  return (
    <main aria-label="Kontasks" data-answer={answered} className="flex min-w-0 flex-1 flex-col">
      <Header onNew={() => setMaking(true)} onImport={choose} />
      <FilterBar />
      <Trouble />
      <Partial />
      <Shown onNew={() => setMaking(true)} onImport={choose} />
      <SelectionBar />
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-hidden
        tabIndex={-1}
        data-testid="import-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void readImport(file);
          // The same file may be chosen again once it was mended.
          event.target.value = '';
        }}
      />
      {making && <NewKontask onClose={() => setMaking(false)} />}
      <ChoiceDialog />
      <ImportDialog />
      {dropping && <DropOverlay words="Drop a file of kontasks to import it" />}
    </main>
  );
}

interface HeaderProps {
  onNew: () => void;
  onImport: () => void;
}

function Header({ onNew, onImport }: HeaderProps) {
  const mode = useMode();
  return (
    <header className="flex flex-wrap items-center gap-2 px-[30px] pt-5 pb-3.5 max-[800px]:px-4">
      <SidebarButton />
      <h1 tabIndex={-1} className="text-page font-semibold outline-none">
        Kontasks
      </h1>
      <span className="flex-1" />
      <Segmented
        label="View"
        value={mode}
        options={[
          { value: 'list', label: 'List' },
          { value: 'board', label: 'Board' },
        ]}
        onChange={showAs}
      />
      <IconButton label="Import…" onClick={onImport}>
        <Upload size={16} aria-hidden />
      </IconButton>
      <IconButton label="Export all…" onClick={() => void exportKontasks()}>
        <Download size={16} aria-hidden />
      </IconButton>
      <Button tone="primary" onClick={onNew}>
        New kontask
      </Button>
    </header>
  );
}

/** As the settings say, or as it was set in this window. */
function useMode() {
  const mode = useKontasks((view) => view.mode);
  useSettings((state) => state.settings?.kontasks.view);
  return modeOf({ ...(mode ? { mode } : {}) });
}

function Shown({ onNew, onImport }: HeaderProps) {
  const mode = useMode();
  const now = useNow(true, 60_000);
  const nothing = useNothing();
  if (nothing) return <Nothing why={nothing} onNew={onNew} onImport={onImport} />;
  return mode === 'list' ? <ListView now={now} /> : <Board now={now} />;
}

/** What brought a person here may have asked for the form, or for those that need a decision. */
function useAsked(onNew: () => void): void {
  const newKontask = useUi((ui) => ui.newKontask);
  const onlyDecisions = useUi((ui) => ui.onlyDecisions);
  useEffect(() => {
    if (!newKontask && !onlyDecisions) return;
    useUi.setState(({ newKontask: _new, onlyDecisions: _only, ...ui }) => ui, true);
    if (newKontask) onNew();
    if (onlyDecisions) setFilter({ query: '', status: ['needs_decision'] });
  }, [newKontask, onlyDecisions, onNew]);
}
