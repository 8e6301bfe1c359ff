/**
 * A kontask that waits for a decision, at the turn that asked: its choices, and for the one that is picked the very text
 * that goes to the session. Once it is decided it says what was picked.
 */
import { Check, MessageCircleQuestion } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KontaskChoice, KontaskOfTurn } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { newCommandId } from '../../stores/commands';
import { showKontaskFromHere, showSession } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { toast } from '../../ui/toast';
import { inOrder, VisibleText } from '../approvals/visible-text';
import { choose } from './choose';

export interface DecisionCardProps {
  kontask: KontaskOfTurn;
  /** The session in which it stands. */
  session: string;
}

export function DecisionCard({ kontask, session }: DecisionCardProps) {
  const { id, title, chosen, choices = [] } = kontask;
  const [picked, setPicked] = useState<KontaskChoice>();
  const [left, setLeft] = useState<KontaskChoice>();
  const heading = useId();
  const open = () => showKontaskFromHere(id);
  return (
    <div
      role="group"
      aria-labelledby={heading}
      className={cx(
        'space-y-2.5 rounded-card border px-3.5 py-3',
        chosen ? 'border-line' : 'border-main/55 bg-main-wash',
      )}
    >
      <p className="flex items-start gap-2">
        <MessageCircleQuestion
          size={16}
          aria-hidden
          className={cx('mt-[2px] shrink-0', chosen ? 'text-ink-3' : 'text-main-ink')}
        />
        <span id={heading} className="min-w-0 flex-1 font-semibold break-words">
          <span className="hidden-text">Decision: </span>
          {title}
        </span>
        <Button size="small" tone="quiet" className="-mt-0.5 -mr-1.5 h-6" onClick={open}>
          Open kontask
        </Button>
      </p>
      {chosen ? (
        <p className="flex items-start gap-2 pl-6 text-ink-2">
          <Check size={14} aria-hidden className="mt-[3px] shrink-0 text-ok" />
          <span className="min-w-0 break-words">
            {cutText(oneLine(chosen.label ?? chosen.value), 200)}
            <span className="text-ink-3"> · decided by {chosen.by}</span>
          </span>
        </p>
      ) : picked ? (
        <Confirm
          kontask={id}
          session={session}
          choice={picked}
          onLeave={() => {
            setLeft(picked);
            setPicked(undefined);
          }}
        />
      ) : (
        <Choices choices={choices} left={left} onPick={setPicked} onOther={open} />
      )}
    </div>
  );
}

interface ChoicesProps {
  choices: readonly KontaskChoice[];
  /** What was looked at and not decided on: the keyboard goes back to it. */
  left: KontaskChoice | undefined;
  onPick: (choice: KontaskChoice) => void;
  onOther: () => void;
}

function Choices({ choices, left, onPick, onOther }: ChoicesProps) {
  const row = useRef<HTMLDivElement>(null);
  const back = useRef(left && choices.indexOf(left));
  useEffect(() => {
    const button = back.current === undefined ? undefined : row.current?.children[back.current];
    if (button instanceof HTMLElement) button.focus();
  }, []);
  return (
    <div ref={row} className="flex flex-wrap gap-2 pl-6">
      {choices.map((choice, at) => (
        <Button
          key={at}
          size="small"
          tone={choice.primary ? 'primary' : 'plain'}
          className="h-auto min-h-7 max-w-full py-1 text-left whitespace-normal"
          onClick={() => onPick(choice)}
        >
          {choice.label}
        </Button>
      ))}
      <Button size="small" tone="quiet" onClick={onOther}>
        Another answer…
      </Button>
    </div>
  );
}

interface ConfirmProps {
  kontask: string;
  session: string;
  choice: KontaskChoice;
  onLeave: () => void;
}

/** Nothing goes out that a person has not seen as it is. */
function Confirm({ kontask, session, choice, onLeave }: ConfirmProps) {
  const { label, value } = choice;
  const [commandId] = useState(newCommandId);
  const [going, setGoing] = useState(false);
  const text = useId();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const confirm = async () => {
    if (going) return;
    setGoing(true);
    const went = await choose({ id: kontask, value, commandId });
    // Once it is decided the card says so.
    if (!went) return setGoing(false);
    if (went.session === session) return;
    toast({
      message: 'Your answer began a new session: the one that asked is busy or gone.',
      action: { label: 'Open', run: () => showSession(went.session) },
    });
  };
  return (
    <div className="space-y-2 pl-6">
      <p className="text-small break-words text-ink-2">
        “{label}” goes to the session as this message:
      </p>
      <p
        id={text}
        tabIndex={0}
        className={`max-h-[180px] overflow-auto rounded-control border border-line bg-raised px-2.5 py-2 break-words whitespace-pre-wrap ${inOrder}`}
      >
        <VisibleText text={value} />
      </p>
      <div className="flex gap-2">
        <Button
          size="small"
          tone="primary"
          ref={button}
          aria-describedby={text}
          aria-disabled={going}
          onClick={() => void confirm()}
        >
          Decide
        </Button>
        <Button size="small" tone="quiet" onClick={onLeave}>
          Back
        </Button>
      </div>
    </div>
  );
}
