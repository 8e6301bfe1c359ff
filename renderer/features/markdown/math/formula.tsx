/** A formula: its source until a person opens it; only then is the library loaded that can read it. */
import { useEffect, useState } from 'react';
import { cx } from '../../../ui/class-names';
import { Caret } from '../caret';
import { CodeFrame, frameButton } from '../code-frame';
import { CopyButton } from '../copy-button';
import { plainText } from '../plain-text';
import { readFormula } from './mathml';
import type { Formula as Read } from './mathml';

/** What was read of `tex`; undefined while it is closed or not read yet. */
function useFormula(tex: string, display: boolean, isOpen: boolean): Read | undefined {
  const [read, setRead] = useState<{ tex: string; formula: Read }>();
  useEffect(() => {
    if (!isOpen) return undefined;
    let wanted = true;
    void readFormula(tex, display)
      .catch((): Read => ({ error: 'its reader could not be loaded' }))
      .then((formula) => wanted && setRead({ tex, formula }));
    return () => {
      wanted = false;
    };
  }, [tex, display, isOpen]);
  return isOpen && read?.tex === tex ? read.formula : undefined;
}

export interface FormulaProps {
  tex: string;
  /** As it was written, delimiters included. */
  source: string;
  caret: boolean;
  className?: string | undefined;
}

export function Formula({ tex, source, caret, className }: FormulaProps) {
  const [isOpen, setOpen] = useState(false);
  const formula = useFormula(tex, true, isOpen);
  const text = source.trimEnd();
  return (
    <div className={className}>
      <CodeFrame
        title="Formula"
        buttons={
          <>
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
              className={frameButton}
            >
              {isOpen ? 'Show source' : 'Show formula'}
            </button>
            <CopyButton text={text} />
          </>
        }
      >
        {formula && 'node' in formula ? (
          <div
            tabIndex={0}
            role="group"
            aria-label="Formula"
            className="overflow-x-auto px-3 py-3 text-[17px] text-ink"
          >
            {formula.node}
          </div>
        ) : (
          <pre tabIndex={0} className="overflow-x-auto px-3 py-2.5 text-code text-ink">
            <code>{plainText(text)}</code>
            {caret && <Caret />}
          </pre>
        )}
        {formula && 'error' in formula && (
          <p role="alert" className="border-t border-line-soft px-3 py-1.5 text-small text-ink-2">
            This formula cannot be shown: {formula.error}
          </p>
        )}
      </CodeFrame>
    </div>
  );
}

export function InlineFormula({ tex, source }: { tex: string; source: string }) {
  const [isOpen, setOpen] = useState(false);
  const formula = useFormula(tex, false, isOpen);
  const shown = formula && 'node' in formula;
  const trouble = formula && 'error' in formula ? `Cannot be shown: ${formula.error}` : undefined;
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      title={trouble ?? (isOpen ? 'Show source' : 'Show formula')}
      onClick={() => setOpen(!isOpen)}
      className={cx(
        'cursor-pointer rounded-[4px] border px-1 py-px [overflow-wrap:anywhere] select-text',
        shown
          ? 'border-transparent hover:border-line-soft'
          : 'border-line-soft bg-raised font-mono text-[0.86em]',
        trouble !== undefined && 'text-bad',
      )}
    >
      {shown ? formula.node : plainText(source)}
      {trouble !== undefined && (
        <span role="alert" className="hidden-text">
          {trouble}
        </span>
      )}
    </button>
  );
}
