/** A modal dialog, and the short one that asks before something cannot be undone. */
import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { Button } from './button';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** px; default 440. */
  width?: number;
  /** What has the focus first; default: the first thing that can have it. */
  first?: RefObject<HTMLElement | null>;
}

export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, children, width = 440, first } = props;
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#000]/45" />
        <Base.Popup
          style={{ width }}
          {...(first ? { initialFocus: first } : {})}
          className="fixed top-[calc((100vh-var(--messages))/2)] left-1/2 z-40 max-h-[min(85vh,calc(100vh-24px-var(--messages)))] max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-panel border border-line bg-panel p-5 shadow-card outline-none"
        >
          <Base.Title className="text-title font-semibold">{title}</Base.Title>
          {description && (
            <Base.Description className="mt-1.5 text-ink-2">{description}</Base.Description>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmProps {
  open: boolean;
  title: string;
  description: ReactNode;
  /** The verb of what is done, for example "Delete session". */
  action: string;
  tone?: 'danger' | 'primary';
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm(props: ConfirmProps) {
  const { open, title, description, action, tone = 'danger', onConfirm, onClose } = props;
  return (
    <Dialog open={open} onClose={onClose} title={title} description={description}>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          tone={tone}
          onClick={() => {
            onConfirm();
            onClose();
          }}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
