/** What a browser shows that is not paired: what to do, and the button once it has a ticket. */
import { useState } from 'react';
import { Button } from '../ui/button';
import { Empty } from '../ui/empty';

export interface PairScreenProps {
  /** It was paired before: the server was started again, or has forgotten it. */
  ended?: boolean;
  /** Absent without a ticket. Resolves with what went wrong, or not at all once paired. */
  onPair?: () => Promise<string>;
}

export function PairScreen({ ended = false, onPair }: PairScreenProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const press = async (work: () => Promise<string>) => {
    setBusy(true);
    setProblem(await work());
    setBusy(false);
  };
  return (
    <main className="flex h-full flex-col justify-center">
      <Empty
        title={ended ? 'This browser is no longer paired' : 'Pair this browser'}
        actions={
          onPair &&
          problem === undefined && (
            <Button tone="primary" disabled={busy} onClick={() => void press(onPair)}>
              Pair this browser
            </Button>
          )
        }
      >
        {problem !== undefined ? (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        ) : onPair ? (
          <p>
            It may then read and steer every session of this Konsole, until Konsole ends or this tab
            is closed.
          </p>
        ) : (
          <>
            {ended && <p>Konsole was started again. Its sessions are all there.</p>}
            <p>
              Open the address that Konsole printed in the terminal where it was started. Each
              address pairs one browser, within ten minutes; running <code>npm start</code> again in
              another terminal tells a new one.
            </p>
          </>
        )}
      </Empty>
    </main>
  );
}
