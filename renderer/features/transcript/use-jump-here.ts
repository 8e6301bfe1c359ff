/** Carries out jumps into this session: loads what is needed, opens what is folded, goes there, says so. */
import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { isCut, loadUntil, turnOf, wholeTurn } from '../../stores/history';
import { jumpDone, jumpTo, useJump } from '../../stores/jump-store';
import type { Jump } from '../../stores/jump-store';
import { sessionStore } from '../../stores/session-store';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';
import { elementOf, flash, wordsAt } from './place-in-page';
import { rowElement } from './rows-in-page';
import type { Reveal } from './turn';
import type { WindowControl } from './window-control';

export interface JumpHere {
  /** What the last jump leads to, and in which turn. */
  reveal: (Reveal & { turn: string }) | undefined;
  /** Earlier turns are being loaded for a jump. */
  travelling: boolean;
  cancel: () => void;
}

/** Room above the place a jump leads to, as a part of the view. */
const above = 0.3;

export function useJumpHere(session: string, ready: boolean, control: WindowControl): JumpHere {
  const jump = useJump((state) => (state.jump?.session === session ? state.jump : undefined));
  const [reveal, setReveal] = useState<JumpHere['reveal']>();
  const [travelling, setTravelling] = useState(false);

  useEffect(() => {
    if (!jump || !ready) return;
    const leaving = new AbortController();
    const arrive = () => {
      flushSync(() => setReveal({ ...jump.place, serial: jump.serial }));
      goThere(control, session, jump);
    };
    setTravelling(true);
    void travel(session, jump, leaving.signal, arrive).finally(() => {
      if (leaving.signal.aborted) return;
      setTravelling(false);
      jumpDone(jump.serial);
    });
    return () => {
      leaving.abort();
      setTravelling(false);
    };
  }, [jump, ready, session, control]);

  const cancel = useCallback(() => {
    if (jump) jumpDone(jump.serial);
  }, [jump]);
  return { reveal, travelling, cancel };
}

async function travel(
  session: string,
  jump: Jump,
  signal: AbortSignal,
  arrive: () => void,
): Promise<void> {
  const { place, serial: _serial, session: _session, ...options } = jump;
  const again = () => jumpTo(session, place, options);
  const failed = (message: string) =>
    toast({ message, tone: 'bad', action: { label: 'Try again', run: again } });
  const reached = await loadUntil(session, place.turn, { signal });
  if (signal.aborted) return;
  if (reached === 'failed') {
    const { olderTrouble = '' } = sessionStore(session).getState();
    failed(`The turn could not be loaded. ${olderTrouble}`);
  } else if (reached === 'gone') {
    toast({ message: 'That turn is no longer in this session.', tone: 'bad' });
  }
  const turn = turnOf(sessionStore(session).getState(), place.turn);
  if (!turn) return;
  // The place may lie in what a snapshot left out. Without it the turn is still worth seeing.
  if ((place.block !== undefined || place.at !== undefined) && isCut(turn))
    await wholeTurn(session, turn).catch(() => undefined);
  if (!signal.aborted) arrive();
}

function goThere(control: WindowControl, session: string, jump: Jump): void {
  const { place, keepFocus, words } = jump;
  control.goTo(place.turn, -16);
  const outer = control.scroller.current;
  const row = control.rows.current && rowElement(control.rows.current, place.turn);
  const turn = turnOf(sessionStore(session).getState(), place.turn);
  if (!outer || !row || !turn) return;
  const target = elementOf(row, place);
  const range = words === undefined ? undefined : wordsAt(row, turn, place, words);
  // A box that scrolls by itself shows the words first.
  if (range && target.scrollHeight > target.clientHeight) {
    const inner = target.getBoundingClientRect();
    target.scrollTop += range.getBoundingClientRect().top - inner.top - inner.height * above;
  }
  if (place.block !== undefined || range) {
    const { top } = (range ?? target).getBoundingClientRect();
    control.scrollBy(top - outer.getBoundingClientRect().top - outer.clientHeight * above);
  }
  if (!keepFocus) {
    row.focus({ preventScroll: true });
    announce(row.getAttribute('aria-label') ?? '');
  }
  if (!range) flash(target);
}
