/** The turn that the inspector was asked to show; without one it shows the last turn of the session. */
import { create } from 'zustand';

export const useInspected = create<{ session?: string; turn?: string }>()(() => ({}));

export function inspectTurn(session: string, turn: string): void {
  useInspected.setState({ session, turn });
}

export function inspectLast(): void {
  useInspected.setState({}, true);
}
