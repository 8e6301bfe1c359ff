/**
 * The choices of a kontask, each with what it sends. One whose words stand there whole goes out with one press; a long
 * one, one with hidden signs, and one that was picked by a number key or elsewhere is shown first, as it will go out.
 */
import { Check } from 'lucide-react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { Kontask, KontaskChoice } from '../../../../preload/contract/shapes';
import { cutText, oneLine, visible } from '../../../../preload/contract/text';
import { loadKontask } from '../../../stores/kontask-store';
import { newCommandId } from '../../../stores/commands';
import { useUi } from '../../../stores/ui-store';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/button';
import { cx } from '../../../ui/class-names';
import { inOrder, VisibleText } from '../../approvals/visible-text';
import { choose } from '../choose';
import { useEscape, useNumberKeys } from './use-keys';

export interface ChoiceListProps {
  kontask: Kontask;
  choices: readonly KontaskChoice[];
  /** Where the answer goes, in words. */
  where: string;
}

export function ChoiceList({ kontask, choices, where }: ChoiceListProps) {
  const [picked, setPicked] = useState<number>();
  const [going, setGoing] = useState(false);
  const busy = useRef(false);
  const words = useId();
  const chosen = kontask.context?.chosen;
  const open = chosen === undefined;
  useNumberKeys(open ? choices.length : 0, setPicked);
  usePickedElsewhere(choices, open, setPicked);
  const group = useRef<HTMLDivElement>(null);
  /** The keyboard goes back to what was looked at and not decided on. */
  const leave = useCallback(() => {
    group.current?.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
    setPicked(undefined);
  }, []);
  const choice = picked === undefined ? undefined : choices[picked];
  const press = (at: number) => {
    const one = choices[at];
    if (!one || !isShownWhole(one.value)) return setPicked(at);
    // Two presses may come before anything is drawn anew.
    if (busy.current) return;
    busy.current = true;
    setGoing(true);
    void decide(kontask.id, one.value, newCommandId()).then(() => {
      busy.current = false;
      setGoing(false);
    });
  };
  return (
    <>
      <div ref={group} role="group" aria-label="Choices" className="flex flex-wrap gap-x-4 gap-y-3">
        {choices.map((one, at) => {
          const isChosen = chosen?.value === one.value;
          return (
            <div key={at} className="max-w-[340px] space-y-1 max-[560px]:max-w-full">
              <Button
                tone={one.primary && open ? 'primary' : 'plain'}
                aria-pressed={open ? picked === at : isChosen}
                disabled={!open}
                aria-describedby={`${words}${at}`}
                aria-disabled={going || undefined}
                aria-keyshortcuts={open && at < 9 ? String(at + 1) : undefined}
                className={cx(
                  'h-auto min-h-[34px] max-w-full py-1.5 text-left whitespace-normal',
                  picked === at && open && 'outline-2 outline-offset-2 outline-info',
                  isChosen && 'border-ok text-ok disabled:opacity-100',
                )}
                onClick={() => press(at)}
              >
                {isChosen && <Check size={14} aria-hidden className="shrink-0" />}
                {open && at < 9 && (
                  <span aria-hidden className="num text-small font-normal">
                    {at + 1}
                  </span>
                )}
                <span dir="auto" className="min-w-0 break-words">
                  {one.label}
                </span>
              </Button>
              <Words id={`${words}${at}`} choice={one} />
            </div>
          );
        })}
      </div>
      {open && choice && (
        <Picked key={picked} kontask={kontask.id} choice={choice} where={where} onLeave={leave} />
      )}
    </>
  );
}

/** What a press sends, under its button. */
function Words({ id, choice: { label, value } }: { id: string; choice: KontaskChoice }) {
  const short = isShownWhole(value);
  return (
    <p
      id={id}
      hidden={short && value.trim() === label.trim()}
      dir="auto"
      className="text-small break-words whitespace-pre-wrap text-ink-2"
    >
      {short ? value : `${cutText(oneLine(value), 120)} Shown whole before it goes out.`}
    </p>
  );
}

/** Whether these words can stand there as they are: nobody may send what they cannot see. UTF-16 units. */
function isShownWhole(value: string): boolean {
  return value.length <= 300 && value.split('\n').length <= 4 && visible(value) === value;
}

/** What was chosen, here or elsewhere, is shown in its place. */
async function decide(id: string, value: string, commandId: string): Promise<void> {
  await choose({ id, value, commandId });
  await loadKontask();
}

/** A person picked outside the window and has not seen yet what it sends. */
function usePickedElsewhere(
  choices: readonly KontaskChoice[],
  open: boolean,
  pick: (at: number) => void,
): void {
  const label = useUi((ui) => ui.picked);
  useEffect(() => {
    if (label === undefined) return;
    useUi.setState(({ picked: _picked, ...rest }) => rest, true);
    const at = choices.findIndex((choice) => choice.label === label);
    if (open && at >= 0) pick(at);
  }, [label, choices, open, pick]);
}

interface PickedProps {
  kontask: string;
  choice: KontaskChoice;
  where: string;
  onLeave: () => void;
}

/** Nothing goes out that a person has not seen as it is. */
function Picked({ kontask, choice, where, onLeave }: PickedProps) {
  const [commandId] = useState(newCommandId);
  const [going, setGoing] = useState(false);
  const text = useId();
  const button = useRef<HTMLButtonElement>(null);
  useEscape(onLeave);
  // Enter decides.
  useEffect(() => button.current?.focus(), []);
  useEffect(() => announce(`Picked: ${choice.label}`), [choice.label]);
  const send = async () => {
    if (going) return;
    setGoing(true);
    await decide(kontask, choice.value, commandId);
    setGoing(false);
  };
  return (
    <div
      role="group"
      aria-label={`Picked: ${choice.label}`}
      className="mt-3 space-y-2.5 rounded-card border border-main/55 bg-main-wash px-4 py-3"
    >
      <p
        id={text}
        tabIndex={0}
        className={`max-h-[220px] overflow-auto rounded-control border border-line bg-raised px-3 py-2 break-words whitespace-pre-wrap ${inOrder}`}
      >
        <VisibleText text={choice.value} />
      </p>
      <p className="text-small break-words text-ink-2">Goes to {where}.</p>
      <div className="flex gap-2">
        <Button
          size="small"
          tone="primary"
          ref={button}
          aria-describedby={text}
          aria-disabled={going}
          onClick={() => void send()}
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
