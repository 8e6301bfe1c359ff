/** The page of one kontask: its output, what can be done about it, where it came from. */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Kontask, KontaskRegion } from '../../../preload/contract/shapes';
import {
  loadKontask,
  openKontask,
  restoreKontask,
  useKontask,
  wholeKontask,
} from '../../stores/kontask-store';
import type { KontaskView } from '../../stores/kontask-store';
import { useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/empty';
import { useLate, useNow } from '../../ui/use-now';
import { Output } from './output/output';
import { ActionsRegion } from './page/actions-region';
import { Conflicts } from './page/conflicts';
import { DetailsRegion } from './page/details-region';
import { BackLink, Head } from './page/head';
import { isAside, layoutOf } from './page/layout';
import type { Layout } from './page/layout';
import { LayoutBar, RegionButtons, saveLayout } from './page/layout-tools';
import { editLayout, endLayout, goBack, useLayoutEditing } from './page/page-actions';
import { RawRegion } from './page/raw-region';
import { Region, RegionTools } from './page/region';
import { RequestRegion } from './page/request-region';
import { TimingRegion } from './page/timing-region';

export function KontaskPage({ id }: { id: string }) {
  useEffect(() => openKontask(id), [id]);
  useEffect(() => endLayout, []);
  const view = useKontask(({ view: open }) => (open?.id === id ? open : undefined));
  const late = useLate(view === undefined || view.phase === 'loading');
  return (
    <main className="@container min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-[1240px] space-y-5 px-10 py-6 max-[800px]:px-4">
        <BackLink />
        {late && (
          <p role="status" className="text-ink-3">
            Loading…
          </p>
        )}
        {view?.phase === 'failed' && (
          <Empty
            title="This kontask could not be loaded"
            actions={<Button onClick={() => void loadKontask()}>Try again</Button>}
          >
            <p>{view.message}</p>
          </Empty>
        )}
        {view?.phase === 'gone' && <Gone view={view} />}
        {view?.phase === 'ready' && view.shown && view.held && (
          <Ready kontask={view.shown} held={view.held} view={view} />
        )}
      </div>
    </main>
  );
}

function Gone({ view: { id, held, undoUntil } }: { view: KontaskView }) {
  const now = useNow(undoUntil !== undefined, 10_000);
  const comesBack = undoUntil !== undefined && now < undoUntil;
  return (
    <Empty
      title={undoUntil === undefined ? 'There is no such kontask' : 'This kontask was deleted'}
      actions={
        <>
          {comesBack && <Button onClick={() => void restoreKontask(id)}>Restore</Button>}
          <Button tone="quiet" onClick={goBack}>
            Go back
          </Button>
        </>
      }
    >
      <p className="break-words">
        {held ? held.kontask.title : 'It was deleted, or belongs to another Konsole.'}
      </p>
    </Empty>
  );
}

type Held = NonNullable<KontaskView['held']>;

interface ReadyProps {
  kontask: Kontask;
  held: Held;
  view: KontaskView;
}

const noLayouts = {};

function Ready({ kontask, held, view }: ReadyProps) {
  const layouts = useSettings(({ settings }) => settings?.kontasks.layouts) ?? noLayouts;
  const layout = layoutOf(kontask, layouts);
  const { regions } = layout;
  const editing = useLayoutEditing((open) => open.kontask === kontask.id);
  const change = (next: readonly KontaskRegion[] | undefined) =>
    void saveLayout(kontask, layout.from, next);
  const shown = (region: KontaskRegion) => (
    <OneRegion key={region} region={region} kontask={kontask} held={held} layout={layout} />
  );
  const aside = regions.filter(isAside);
  const main = regions.filter((region) => !isAside(region));
  const tools = (region: KontaskRegion): ReactNode => (
    <RegionButtons region={region} regions={regions} onChange={change} />
  );
  return (
    <>
      <Head kontask={kontask} />
      {view.message !== undefined && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-bad">
          This may not be its latest state: {view.message}
          <Button size="small" onClick={() => void loadKontask()}>
            Try again
          </Button>
        </p>
      )}
      {kontask.status === 'archived' && (
        <p className="text-ink-2">It is in the archive: another status brings it back.</p>
      )}
      <Conflicts />
      {editing && (
        <LayoutBar kontask={kontask} layout={layout} onChange={change} onDone={endLayout} />
      )}
      <RegionTools value={editing ? tools : undefined}>
        {regions.length === 0 && !editing && (
          <p className="text-ink-3">
            Its layout shows nothing.{' '}
            <Button size="small" tone="quiet" onClick={() => editLayout(kontask.id)}>
              Edit layout
            </Button>
          </p>
        )}
        <div className="flex flex-col gap-8 @min-[820px]:flex-row @min-[820px]:gap-9">
          {main.length > 0 && <div className="min-w-0 flex-1 space-y-7">{main.map(shown)}</div>}
          {aside.length > 0 && (
            <div
              className={
                main.length > 0
                  ? 'min-w-0 space-y-7 @min-[820px]:w-[290px] @min-[820px]:shrink-0'
                  : 'min-w-0 flex-1 space-y-7'
              }
            >
              {aside.map(shown)}
            </div>
          )}
        </div>
      </RegionTools>
    </>
  );
}

interface OneRegionProps {
  region: KontaskRegion;
  kontask: Kontask;
  held: Held;
  layout: Layout;
}

function OneRegion({ region, kontask, held, layout }: OneRegionProps) {
  const { rev, session } = held;
  const cut = held.next !== undefined;
  switch (region) {
    case 'output':
      return <OutputRegion kontask={kontask} cut={cut} />;
    case 'actions':
      return <ActionsRegion kontask={kontask} session={session} />;
    case 'request':
      return <RequestRegion kontask={kontask} session={session} />;
    case 'details':
      return (
        <DetailsRegion
          kontask={kontask}
          rev={rev}
          layout={layout.from}
          onEditLayout={() => editLayout(kontask.id)}
        />
      );
    case 'timing':
      return <TimingRegion kontask={kontask} session={session} />;
    case 'raw':
      return <RawRegion kontask={kontask} cut={cut} />;
  }
}

function OutputRegion({ kontask, cut }: { kontask: Kontask; cut: boolean }) {
  const output = kontask.context?.output ?? '';
  return (
    <Region region="output" framed>
      {output.trim() === '' ? (
        <p className="text-ink-3">
          Nothing yet. The agent that works on it, or the turn that asked for it, puts its result
          here.
        </p>
      ) : (
        <Output
          title={kontask.title}
          text={output}
          whole={cut ? async () => (await wholeKontask(kontask)).context?.output ?? '' : undefined}
        />
      )}
    </Region>
  );
}
