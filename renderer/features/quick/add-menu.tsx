/** What can go along with a question: what was left out, another session, what is selected or copied, a file. */
import { Clipboard, CornerDownLeft, FilePlus, MessageSquare, TextSelect } from 'lucide-react';
import type { RefObject } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { attachBlobs, attachText } from '../../stores/attachments';
import { desktop, messageOf } from '../../stores/commands';
import { useDesktop } from '../../stores/desktop-store';
import { useIndex } from '../../stores/index-store';
import { announce } from '../../ui/announce';
import { age } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { titleOf } from '../sessions/session-words';
import { focusQuestion, placeLater, sayTrouble } from './conversation';
import { InlineMenu } from './inline-menu';
import type { MenuItem } from './inline-menu';
import { addable, putIn, seeStatus, useSeeing } from './seeing';

export interface AddMenuProps {
  trigger: RefObject<HTMLElement | null>;
  onClose: () => void;
}

const icon = { size: 14, 'aria-hidden': true, className: 'shrink-0 text-ink-3' } as const;

export function AddMenu({ trigger, onClose }: AddMenuProps) {
  const seeing = useSeeing();
  const sessions = useIndex((view) => view.sessions);
  const selection = useDesktop((state) => state.info?.selection ?? false);
  const now = useNow(true, 60_000);
  const { left, recent } = addable(seeing, sessions);

  const back: MenuItem[] = left.map((session) => ({
    key: session.id,
    label: `Put back ${nameOf(session)}`,
    icon: <CornerDownLeft {...icon} />,
    run: then(() => putIn(session.id)),
  }));
  if (!seeing.status) {
    back.push({
      key: 'status',
      label: 'Put back konsole status',
      icon: <CornerDownLeft {...icon} />,
      run: then(() => seeStatus(true)),
    });
  }
  const here: MenuItem[] = [
    {
      key: 'clipboard',
      label: 'Clipboard',
      icon: <Clipboard {...icon} />,
      run: () => void addText('clipboard'),
    },
    {
      key: 'files',
      label: 'Files…',
      icon: <FilePlus {...icon} />,
      run: () => void addFiles(),
    },
  ];
  if (selection) {
    here.unshift({
      key: 'selection',
      label: 'Selection',
      icon: <TextSelect {...icon} />,
      run: () => void addText('selection'),
    });
  }
  const others = recent.map((session) => ({
    key: session.id,
    label: nameOf(session),
    detail: age(session.updatedAt, now),
    icon: <MessageSquare {...icon} />,
    run: then(() => putIn(session.id)),
  }));
  return (
    <InlineMenu
      label="Add to the question"
      groups={[
        { key: 'back', items: back },
        { key: 'here', items: here },
        { key: 'sessions', name: 'Another session', items: others },
      ]}
      trigger={trigger}
      onClose={onClose}
    />
  );
}

const nameOf = (session: Session) => cutText(oneLine(titleOf(session)), 80);

const then = (change: () => void) => () => {
  change();
  focusQuestion();
};

const empties = {
  clipboard: 'The clipboard holds no text. Copy some, then add it.',
  selection: 'Nothing is selected. Select some text in another window, then add it.',
} as const;

async function addText(from: 'clipboard' | 'selection'): Promise<void> {
  const place = placeLater();
  try {
    const { text, cut } = await desktop('desktop.read-text', { from });
    if (text.trim() === '') return sayTrouble(empties[from]);
    const left = attachText(place(), `${from}.txt`, text);
    sayTrouble(left ?? (cut ? 'It was long: only its first megabyte goes along.' : undefined));
    if (left === undefined) announce(from === 'clipboard' ? 'Clipboard added' : 'Selection added');
  } catch (error) {
    sayTrouble(messageOf(error));
  } finally {
    focusQuestion();
  }
}

async function addFiles(): Promise<void> {
  const place = placeLater();
  try {
    const { blobs, problems } = await desktop('desktop.choose-files', {});
    const left = attachBlobs(place(), blobs);
    const words = left === undefined ? problems : [...problems, left];
    sayTrouble(words.length === 0 ? undefined : words.join(' '));
    if (blobs.length > 0) announce(blobs.length === 1 ? 'File added' : 'Files added');
  } catch (error) {
    sayTrouble(messageOf(error));
  } finally {
    focusQuestion();
  }
}
