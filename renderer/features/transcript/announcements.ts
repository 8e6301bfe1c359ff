/** The sentences a screen reader hears at the boundaries of a turn. Pure. */
import type { SessionEvent } from '../../../preload/contract/events';
import { silenceWords } from './silence-words';

/** The last boundary in the batch, or nothing: streamed text is never announced. */
export function sentenceFor(events: readonly SessionEvent[]): string | undefined {
  return events.map(one).findLast((sentence) => sentence !== undefined);
}

function one(event: SessionEvent): string | undefined {
  switch (event.type) {
    case 'turn.started':
      return event.resumes === undefined ? 'Turn started' : 'Turn resumed';
    case 'turn.steered':
      return 'Your message reached the running turn';
    case 'turn.stalled':
      return silenceWords(event.silentMs, event.alive);
    case 'turn.retrying':
      return 'The provider did not answer; trying again';
    case 'turn.moved':
      return 'The model did not answer; another one is asked';
    case 'approval.requested':
      return `Approval needed: ${event.summary}`;
    case 'approval.resolved':
      if (event.decision === 'withdrawn') return 'Approval no longer needed';
      return event.decision === 'deny' ? 'Approval denied' : 'Approval given';
    case 'job.ended':
      if (event.how === 'stopped') return undefined;
      return event.code === undefined || event.code === 0
        ? 'A background command ended'
        : `A background command failed with code ${event.code}`;
    case 'turn.finished':
      if (event.status === 'completed') return 'Turn finished';
      if (event.status === 'interrupted') return 'Turn interrupted';
      if (event.status === 'refused') return event.error?.message ?? 'The model declined to answer';
      return `Turn failed: ${event.error?.message ?? 'no reason was given'}`;
    default:
      return undefined;
  }
}
