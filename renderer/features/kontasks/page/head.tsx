/** Above a kontask: the way back, its title and description, its state, and what can be done with the whole of it. */
import { ArrowLeft, Download, Ellipsis } from 'lucide-react';
import { limits } from '../../../../preload/contract/limits';
import type { Kontask } from '../../../../preload/contract/shapes';
import { oneLine } from '../../../../preload/contract/text';
import { isBrowser, useDesktop } from '../../../stores/desktop-store';
import { sessionById, useIndex } from '../../../stores/index-store';
import { editKontask } from '../../../stores/kontask-store';
import { useUi } from '../../../stores/ui-store';
import { Button, IconButton } from '../../../ui/button';
import { Menu } from '../../../ui/menu';
import { SidebarButton } from '../../sessions/session-header';
import { titleOf } from '../../sessions/session-words';
import { exportFormats, exportKontask } from '../export/save';
import { InPlace } from './in-place';
import { deleteKontask, editLayout, goBack } from './page-actions';
import { StatusMenu } from './status-menu';

export function BackLink() {
  const from = useUi((ui) => ui.cameFrom)?.session;
  const session = useIndex(sessionById(from));
  const name = session ? titleOf(session) : 'Kontasks';
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <SidebarButton />
      <button
        type="button"
        aria-label={`Back to ${name}`}
        onClick={goBack}
        className="-ml-1 inline-flex min-w-0 items-center gap-1.5 rounded-control px-1 text-ink-2 hover:text-ink"
      >
        <ArrowLeft size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{name}</span>
      </button>
    </div>
  );
}

export function Head({ kontask }: { kontask: Kontask }) {
  const { title, description = '', status } = kontask;
  return (
    <header className="space-y-1.5">
      <div className="flex flex-wrap items-start justify-end gap-x-4 gap-y-2">
        <div className="min-w-[min(100%,320px)] flex-1">
          <InPlace
            label="title"
            value={title}
            maxLength={limits.kontaskTitleChars}
            className="text-page font-semibold"
            onSave={(text, base) => {
              const clean = oneLine(text);
              if (clean !== '' && clean !== title) void editKontask({ title: clean }, base);
            }}
          >
            <h1
              tabIndex={-1}
              dir="auto"
              className="min-w-0 rounded-control text-page font-semibold break-words outline-none"
            >
              {title}
            </h1>
          </InPlace>
        </div>
        <div className="flex shrink-0 items-center gap-1.5">
          <StatusMenu status={status} />
          <ExportMenu kontask={kontask} />
          <Menu
            trigger={
              <IconButton label="More">
                <Ellipsis size={16} aria-hidden />
              </IconButton>
            }
            entries={[
              { label: 'Edit layout', onSelect: () => editLayout(kontask.id) },
              'separator',
              {
                label: 'Delete',
                tone: 'danger',
                onSelect: () => void deleteKontask(kontask),
              },
            ]}
          />
        </div>
      </div>
      <div className="max-w-[80ch]">
        <InPlace
          label="description"
          value={description}
          lines
          maxLength={limits.kontaskDescriptionChars}
          onSave={(text, base) => {
            const clean = text.trim();
            void editKontask({ description: clean === '' ? null : clean }, base);
          }}
        >
          <p
            dir="auto"
            className={`max-h-[240px] min-w-0 overflow-y-auto break-words whitespace-pre-wrap ${description ? 'text-ink-2' : 'text-ink-3'}`}
          >
            {description || 'No description'}
          </p>
        </InPlace>
      </div>
    </header>
  );
}

function ExportMenu({ kontask }: { kontask: Kontask }) {
  const browser = useDesktop(isBrowser);
  // Printing to a file is the desktop's.
  const formats = exportFormats.filter(({ format }) => format !== 'pdf' || !browser);
  return (
    <Menu
      trigger={
        <Button size="small" tone="quiet" icon={<Download size={14} aria-hidden />}>
          Export
        </Button>
      }
      entries={formats.map(({ format, name }) => ({
        label: name,
        onSelect: () => void exportKontask(kontask, format),
      }))}
    />
  );
}
