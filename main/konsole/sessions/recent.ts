/** What a running turn has done of late: a few lines in memory, however long the turn becomes. */
import type { SessionEventBody } from '../../../preload/contract/events';

export interface RecentStep {
  what: string;
  how: string;
  ms: number;
}

export interface Recent {
  /** Newest last. */
  steps: RecentStep[];
  /** Tools that run, by block. */
  open: Map<string, string>;
  retries: number;
  stalls: number;
  /** Why the newest retry was made. */
  reason?: string;
}

const stepsKept = 4;

export const noneYet = (): Recent => ({ steps: [], open: new Map(), retries: 0, stalls: 0 });

/** Changes `recent` in place; it is nobody else's. */
export function noteRecent(recent: Recent, bodies: readonly SessionEventBody[]): void {
  for (const body of bodies) {
    switch (body.type) {
      case 'tool.started':
        recent.open.set(body.block, body.summary);
        break;
      case 'tool.finished': {
        const what = recent.open.get(body.block) ?? body.summary;
        recent.open.delete(body.block);
        recent.steps.push({ what, how: body.status, ms: body.ms });
        if (recent.steps.length > stepsKept) recent.steps.shift();
        break;
      }
      case 'turn.retrying':
        recent.retries += 1;
        recent.reason = body.reason;
        break;
      case 'turn.stalled':
        recent.stalls += 1;
        break;
      default:
    }
  }
}
