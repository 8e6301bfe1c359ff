/** Before a choice of the list or the board is made: the text that will be sent, word for word. */
import { useRef } from 'react';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { chooseValue } from '../list/acts';
import { closeChoice, useChoice } from './choice-store';

export function ChoiceDialog() {
  const { open, id, title, label, value, trouble } = useChoice();
  // Whoever pressed the number goes on with Enter.
  const go = useRef<HTMLButtonElement>(null);
  const choose = () => {
    if (id === undefined || title === undefined || value === undefined) return;
    closeChoice();
    void chooseValue(id, title, value);
  };
  return (
    <Dialog
      open={open}
      onClose={closeChoice}
      first={go}
      title={label ?? ''}
      description={`This answers “${title ?? ''}”. It goes to the session that asked, word for word:`}
    >
      {trouble === undefined ? (
        <p className="mt-3 max-h-[40vh] min-h-10 overflow-y-auto rounded-control bg-code-ground px-3 py-2 break-words whitespace-pre-wrap">
          {value ?? ''}
        </p>
      ) : (
        <p role="alert" className="mt-3 text-bad">
          {trouble}
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={closeChoice}>Cancel</Button>
        <Button ref={go} tone="primary" aria-disabled={value === undefined} onClick={choose}>
          Choose
        </Button>
      </div>
    </Dialog>
  );
}
