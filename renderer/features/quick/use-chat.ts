/** The session of the conversation, followed while there is one. */
import { useEffect, useMemo } from 'react';
import { createStore, useStore } from 'zustand';
import { emptySession } from '../../../preload/contract/session-state';
import { followSession, sessionStore } from '../../stores/session-store';
import type { SessionView } from '../../stores/session-store';

const nothing = createStore<SessionView>()(() => ({
  phase: 'ready',
  state: emptySession(''),
  older: [],
  loadingOlder: false,
}));

export function useChat(session: string | undefined): SessionView {
  const store = useMemo(() => (session === undefined ? nothing : sessionStore(session)), [session]);
  useEffect(() => (session === undefined ? undefined : followSession(session)), [session]);
  return useStore(store);
}
