/** The kontasks of a turn: asked for while they are shown, and again whenever one of them may have changed. */
import { useEffect, useState } from 'react';
import type { IndexEvent } from '../../../preload/contract/events';
import type { KontaskOfTurn } from '../../../preload/contract/shapes';
import { command } from '../../stores/commands';
import { onIndexEvents } from '../../stores/index-store';

const none: readonly KontaskOfTurn[] = [];

/** Newest first. None until they are known, and where no turn is named. */
export function useTurnKontasks(turn: string | undefined): readonly KontaskOfTurn[] {
  const [known, setKnown] = useState<{ turn: string; kontasks: readonly KontaskOfTurn[] }>();
  useEffect(() => {
    if (turn === undefined) return;
    let last = 0;
    let ids: ReadonlySet<string> = new Set();
    const ask = async () => {
      last += 1;
      const mine = last;
      // They are a comfort beside the turn: without an answer it stands there as it is.
      const told = await command('kontask.of-turn', { turn }).catch(() => undefined);
      if (!told || mine !== last) return;
      ids = new Set(told.kontasks.map(({ id }) => id));
      setKnown({ turn, kontasks: told.kontasks });
    };
    void ask();
    const stop = onIndexEvents((events) => {
      if (events.length === 0 || events.some((event) => concerns(event, turn, ids))) void ask();
    });
    return () => {
      last = -1;
      stop();
    };
  }, [turn]);
  return known !== undefined && known.turn === turn ? known.kontasks : none;
}

function concerns(event: IndexEvent, turn: string, ids: ReadonlySet<string>): boolean {
  if (event.type === 'kontask.deleted') return ids.has(event.kontask);
  if (event.type !== 'kontask.listed') return false;
  return event.kontask.requestId === turn || ids.has(event.kontask.id);
}
