/** Stopping the answer that runs, once. */
import { useState } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { commandOrToast } from '../../stores/commands';

export function useStop(session: string | undefined, last: Turn | undefined) {
  const [asked, setAsked] = useState<string>();
  const running = last?.status === 'running' ? last.id : undefined;
  const stop = () => {
    if (session === undefined || running === undefined) return;
    setAsked(running);
    void commandOrToast('turn.interrupt', { session, turn: running }).then((done) => {
      if (!done) setAsked(undefined);
    });
  };
  return { stop, stopping: running !== undefined && asked === running };
}
