/** The steps of a turn that follow each other, in one list; of thousands the first few and the last. */
import type { Step } from './group';
import { StepRow } from './step-row';
import type { StepReveal } from './step-row';
import { Stretches } from './stretches';

const firstSteps = 20;
const lastSteps = 20;

export interface StepListProps {
  steps: readonly Step[];
  live: boolean;
  reveal?: StepReveal | undefined;
}

const holds = (step: Step, block: string) => step.block.id === block || step.output?.id === block;

export function StepList({ steps, live, reveal }: StepListProps) {
  const index = reveal ? steps.findIndex((step) => holds(step, reveal.block)) : -1;
  const revealed = steps[index];
  return (
    <ul aria-label="Steps" className="overflow-hidden rounded-card border border-line">
      <Stretches
        entries={steps}
        head={firstSteps}
        tail={lastSteps}
        one="step"
        reveal={reveal && index >= 0 ? { index, serial: reveal.serial } : undefined}
        inList
      >
        {(step) => (
          <StepRow
            key={step.block.id}
            block={step.block}
            output={step.output}
            live={live}
            reveal={step === revealed ? reveal : undefined}
          />
        )}
      </Stretches>
    </ul>
  );
}
