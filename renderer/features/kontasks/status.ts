/** The states of a kontask as a person reads and sees them. */
import type { KontaskStatus } from '../../../preload/contract/shapes';
import type { DotTone } from '../../ui/status-dot';

export const statusNames: Record<KontaskStatus, string> = {
  pending: 'Pending',
  in_progress: 'In progress',
  needs_decision: 'Needs decision',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  archived: 'Archived',
};

export const statusTone: Record<KontaskStatus, DotTone> = {
  needs_decision: 'main',
  in_progress: 'info',
  pending: 'off',
  completed: 'ok',
  failed: 'bad',
  cancelled: 'off',
  archived: 'off',
};
