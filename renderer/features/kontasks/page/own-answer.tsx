/** An answer in a person's own words, in place of a choice. */
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { limits } from '../../../../preload/contract/limits';
import { newCommandId } from '../../../stores/commands';
import { loadKontask } from '../../../stores/kontask-store';
import { Button } from '../../../ui/button';
import { Kbd } from '../../../ui/kbd';
import { choose } from '../choose';

export interface OwnAnswerProps {
  kontask: string;
  where: string;
  /** There are choices to pick from instead. */
  besideChoices: boolean;
}

export function OwnAnswer({ kontask, where, besideChoices }: OwnAnswerProps) {
  const [text, setText] = useState('');
  const [commandId, setCommandId] = useState(newCommandId);
  const [going, setGoing] = useState(false);
  const hint = useId();
  const empty = text.trim() === '';
  const answer = async () => {
    if (empty || going) return;
    setGoing(true);
    await choose({ id: kontask, value: text, custom: true, commandId });
    await loadKontask();
    setGoing(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    void answer();
  };
  return (
    <div className="mt-3 space-y-2">
      <textarea
        aria-label="Your own answer"
        aria-describedby={hint}
        placeholder={besideChoices ? 'Or answer in your own words' : 'Answer in your own words'}
        dir="auto"
        rows={empty ? 1 : 3}
        value={text}
        maxLength={limits.choiceChars}
        onChange={(event) => {
          setText(event.target.value);
          // Another text is another answer.
          setCommandId(newCommandId());
        }}
        onKeyDown={onKeyDown}
        className="block w-full resize-y rounded-control border border-line bg-raised px-2.5 py-1.5"
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        {!empty && (
          <Button size="small" tone="primary" aria-disabled={going} onClick={() => void answer()}>
            Answer <Kbd keys="CommandOrControl+Enter" />
          </Button>
        )}
        <p id={hint} className="text-small break-words text-ink-3">
          {besideChoices ? 'A choice or an answer' : 'An answer'} goes to {where}.
        </p>
      </div>
    </div>
  );
}
