/** The facts of a kontask, those that can be edited edited in place. */
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Kontask } from '../../../../preload/contract/shapes';
import { oneLine } from '../../../../preload/contract/text';
import { desktopOrToast } from '../../../stores/commands';
import { editKontask } from '../../../stores/kontask-store';
import { Button, IconButton } from '../../../ui/button';
import { toast } from '../../../ui/toast';
import { DateOf } from './date-of';
import { History } from './history';
import { InPlace } from './in-place';
import type { Layout } from './layout';
import { Region } from './region';
import { Tags } from './tags';
import { statusNames } from '../status';
import { capitalised } from './words';

export interface DetailsRegionProps {
  kontask: Kontask;
  rev: number;
  layout: Layout['from'];
  onEditLayout: () => void;
}

const layoutWords: Record<Layout['from'], string> = {
  default: 'No layout configured',
  type: 'Its type’s own',
  kontask: 'Its own',
};

export function DetailsRegion({ kontask, rev, layout, onEditLayout }: DetailsRegionProps) {
  const { id, type, status, tags = [], createdAt, createdBy, updatedAt } = kontask;
  return (
    <Region region="details">
      <dl className="grid grid-cols-1 gap-y-3.5">
        <Fact name="Type">{capitalised(type)}</Fact>
        <Fact name="Status">{statusNames[status]}</Fact>
        <Fact name="Scope">
          <Name field="scope" label="scope" value={kontask.scope} />
        </Fact>
        <Fact name="Tags">
          <Tags tags={tags} />
        </Fact>
        <Fact name="Created">
          {createdAt === undefined ? 'Not known' : <DateOf written={createdAt} />}
          {createdBy !== undefined && <span className="break-words"> · by {createdBy}</span>}
        </Fact>
        {updatedAt !== undefined && (
          <Fact name="Updated">
            <DateOf written={updatedAt} />
          </Fact>
        )}
        <Fact name="For">
          <Name field="targetUser" label="who it is for" value={kontask.targetUser} />
        </Fact>
        <Fact name="Id">
          <span className="flex items-center gap-1">
            <code className="min-w-0 truncate" title={id}>
              {id}
            </code>
            <IconButton size="small" label="Copy id" onClick={() => void copyId(id)}>
              <Copy size={13} aria-hidden />
            </IconButton>
          </span>
        </Fact>
        <Fact name="Layout">
          <span className="flex flex-wrap items-center gap-x-1">
            <span>{layoutWords[layout]}</span>
            <Button size="small" tone="quiet" onClick={onEditLayout}>
              Edit layout
            </Button>
          </span>
        </Fact>
      </dl>
      <div className="mt-3.5">
        <History id={id} rev={rev} />
      </div>
    </Region>
  );
}

async function copyId(id: string): Promise<void> {
  if (await desktopOrToast('desktop.copy', { text: id })) toast({ message: 'Copied the id.' });
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

interface NameProps {
  field: 'scope' | 'targetUser';
  label: string;
  value: string | undefined;
}

function Name({ field, label, value }: NameProps) {
  return (
    <InPlace
      label={label}
      value={value ?? ''}
      maxLength={200}
      onSave={(text, base) => {
        const clean = oneLine(text);
        if (clean !== (value ?? ''))
          void editKontask({ [field]: clean === '' ? null : clean }, base);
      }}
    >
      <span dir="auto" className={`min-w-0 break-words ${value ? '' : 'text-ink-3'}`}>
        {value || 'Nobody said'}
      </span>
    </InPlace>
  );
}
