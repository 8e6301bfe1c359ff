/** What a person can do about a turn that is slow or broken, by its recorded facts. Pure; no model has a say in it. */
import type { TurnFacts } from '../explain';

/** A tool this long is worth a look. */
const longToolMs = 60_000;
const longSilenceMs = 20_000;

/** `raw` as `Explanation.facts` has it: facts of a turn. */
export function advice(raw: Readonly<Record<string, unknown>>): string[] {
  const facts = raw as unknown as TurnFacts;
  return facts.status === 'running' ? whileItRuns(facts) : afterIt(facts);
}

function whileItRuns({ approvals, slowest, retries, silence, firstMs }: TurnFacts): string[] {
  if (approvals.waiting > 0) {
    return [
      'It waits for you: answer the approval in its session, in the tray or in the notification.',
    ];
  }
  const said: string[] = [];
  const tool = slowest.find(({ kind, status }) => kind === 'tool' && status === 'running');
  if (tool && tool.ms >= longToolMs) {
    said.push(
      'A tool has been running for long: look at its output in the session; stop the turn if it hangs.',
    );
  }
  if (retries.count > 0) {
    said.push(
      'The provider failed and is tried again by itself; nothing is lost. If it goes on, stop the turn and choose another model.',
    );
  }
  if (!tool && (silence.longestMs >= longSilenceMs || firstMs === undefined)) {
    said.push(
      'The provider is waited for: look at /logs provider. Stop the turn and resume it to ask anew; what was done is kept.',
    );
  }
  return said.length > 0 ? said : ['It moves: nothing needs to be done.'];
}

function afterIt({ status, error }: TurnFacts): string[] {
  if (error?.hint) return [error.hint, ...(status === 'failed' ? [goOn] : [])];
  if (status === 'failed' || status === 'interrupted') return [goOn];
  return [];
}

const goOn = 'Resume goes on from where it was; what was done is kept.';
