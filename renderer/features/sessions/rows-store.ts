/** Which row of the session list Tab comes to, and which session's title is being written. */
import { create } from 'zustand';

export interface RowsView {
  /** The session whose row had the focus last. */
  active?: string;
  /** Where a title is written in place: in its row, or at the head of its page. */
  renaming?: { session: string; where: 'row' | 'header' };
}

export const useRows = create<RowsView>()(() => ({}));

export function startRenaming(session: string, where: 'row' | 'header'): void {
  useRows.setState({ renaming: { session, where } });
}

export function endRenaming(): void {
  useRows.setState(({ renaming: _done, ...rest }) => rest, true);
}

/** For tests: a page that was just opened. */
export function forgetRows(): void {
  useRows.setState({}, true);
}
