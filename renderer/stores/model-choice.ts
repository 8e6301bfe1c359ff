/**
 * A model a person chose for a session and has not sent anything to yet. It goes with the next message; from then
 * on the engine remembers it. In memory, as drafts are.
 */
import { create } from 'zustand';

/** By session; `''` is the session that does not exist yet. */
const useChoices = create<{ chosen: Readonly<Record<string, string>> }>()(() => ({ chosen: {} }));

export function useChosenModel(session: string | undefined): string | undefined {
  return useChoices((state) => state.chosen[session ?? '']);
}

export function chooseModel(session: string | undefined, model: string): void {
  useChoices.setState(({ chosen }) => ({ chosen: { ...chosen, [session ?? '']: model } }));
}

/** What to send along: `{ model }`, or nothing. */
export function chosenModel(session: string | undefined): { model?: string } {
  const model = useChoices.getState().chosen[session ?? ''];
  return model === undefined ? {} : { model };
}

/** It was sent. A choice made while it was under way stays. */
export function sentModel(session: string | undefined, model: string | undefined): void {
  useChoices.setState(({ chosen }) => {
    const { [session ?? '']: now, ...rest } = chosen;
    return now === model ? { chosen: rest } : { chosen };
  });
}

/** For tests: a page that was just opened has none. */
export function forgetChoices(): void {
  useChoices.setState({ chosen: {} });
}
