/**
 * What a person is asked before a call runs. The question is an event; its answer comes from the engine, which has
 * written it down already, so that one answer is one effect whoever gave it.
 */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Emitter, HostEvent } from './emitter';
import type { ApprovalAnswer } from './protocol';
import { orAbort } from './step';

type Question = Omit<Extract<HostEvent, { type: 'approval.requested' }>, 'type' | 'approval'>;

export interface Approvals {
  /** Resolves with the answer. Rejects with the signal's reason when the turn is stopped first. */
  ask(question: Question, signal: AbortSignal): Promise<ApprovalAnswer>;
  /** From the engine; one that answers nothing is dropped. */
  answer(answer: ApprovalAnswer): void;
  /** Takes back what is still asked: the turn is at its end. */
  withdraw(): void;
}

export function createApprovals(emitter: Emitter, newId: () => string): Approvals {
  const open = new Map<string, (answer: ApprovalAnswer) => void>();
  return {
    async ask(question, signal) {
      const approval = newId();
      const answered = new Promise<ApprovalAnswer>((resolve) => open.set(approval, resolve));
      emitter.event({ type: 'approval.requested', approval, ...question });
      return orAbort(answered, signal);
    },
    answer(answer) {
      const resolve = open.get(answer.approval);
      if (!resolve) return;
      open.delete(answer.approval);
      emitter.heard(resolvedBy(answer));
      resolve(answer);
    },
    withdraw() {
      for (const approval of open.keys()) {
        emitter.event({
          type: 'approval.resolved',
          approval,
          decision: 'withdrawn',
          by: 'konsole',
        });
      }
      open.clear();
    },
  };
}

function resolvedBy({ approval, decision, by, at }: ApprovalAnswer): SessionEventBody {
  return { type: 'approval.resolved', at, approval, decision, by };
}
