/** Below an answer that ended: copying it, the same question to another model, and what it took where two are compared. */
import { Check, Copy, Shuffle } from 'lucide-react';
import { useRef } from 'react';
import { recordsModel } from '../../../preload/contract/records';
import type { Turn } from '../../../preload/contract/shapes';
import { Button, IconButton } from '../../ui/button';
import type { Elsewhere } from '../transcript/turn-actions';
import { answerOf } from '../transcript/turn-text';
import { ask, focusQuestion } from './conversation';
import { quickKeys } from './keys';
import { ModelMenu } from './model-menu';
import { closePanel, copyAnswer, togglePanel, usePanel } from './panel';

export interface AnswerActionsProps {
  session: string;
  turn: Turn;
  /** The key that copies an answer means this one. */
  keyed: boolean;
  elsewhere: Elsewhere | undefined;
  /** Time and price, where they are not told of it above. */
  facts: string;
}

/** The same question with all that went along; `model` is who is asked now. */
export function askAgain(turn: Turn, model?: string): Promise<void> {
  return ask({ text: turn.text, blobs: turn.blobs, sees: turn.sees, model });
}

export function AnswerActions({ session, turn, keyed, elsewhere, facts }: AnswerActionsProps) {
  const name = `again:${turn.id}` as const;
  const open = usePanel((state) => state.open === name);
  const copied = usePanel((state) => state.copied === turn.id);
  const trigger = useRef<HTMLButtonElement>(null);
  // A question that a snapshot cut is not the same question.
  const again = elsewhere && !turn.cut && turn.text !== '' && turn.model !== recordsModel;
  return (
    <div className="space-y-2 empty:hidden">
      <div className="-ml-1.5 flex flex-wrap items-center gap-1 text-ink-3 empty:hidden">
        {answerOf(turn) !== '' && (
          <IconButton
            label="Copy answer"
            size="small"
            {...(keyed ? { keys: quickKeys.copy } : {})}
            onClick={() => void copyAnswer(session, turn)}
          >
            {copied ? (
              <Check size={13} aria-hidden className="text-ok" />
            ) : (
              <Copy size={13} aria-hidden />
            )}
          </IconButton>
        )}
        {again && (
          <Button
            ref={trigger}
            size="small"
            tone="quiet"
            icon={<Shuffle size={12} aria-hidden />}
            aria-haspopup="menu"
            aria-expanded={open}
            onClick={() => togglePanel(name)}
            className="h-6 px-1.5 text-ink-3"
          >
            Ask another model…
          </Button>
        )}
        {facts !== '' && (
          <span className="num ml-auto pl-1.5 text-small whitespace-nowrap">{facts}</span>
        )}
      </div>
      {open && elsewhere && (
        <ModelMenu
          label="Ask another model"
          without={[turn.model, elsewhere.without]}
          trigger={trigger}
          onClose={closePanel}
          onChoose={(model) => {
            void elsewhere.ask(turn, model);
            focusQuestion();
          }}
        />
      )}
    </div>
  );
}
