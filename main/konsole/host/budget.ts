/**
 * Asks a person before a request that is likely to take a turn, or the day, past its budget. What is asked is an approval of
 * no call: its block is the turn itself. A model without a known price costs nothing that could be counted, and never asks.
 */
import { budgetGrant } from '../../../preload/contract/rules';
import type { Usage } from '../../../preload/contract/shapes';
import { dollars } from '../money';
import { knownModel } from '../providers/catalogue';
import { ProviderError } from '../providers/types';
import type { Approvals } from './approvals';
import type { TurnOrder } from './protocol';

export interface Budget {
  /**
   * Resolves when another request may be made, after those of `requests`. Rejects with `OverBudget` where the person said no,
   * and with the signal's reason when the turn is stopped first.
   */
  mayAsk(requests: readonly Usage[]): Promise<void>;
}

export interface BudgetDeps {
  order: TurnOrder;
  approvals: Pick<Approvals, 'ask'>;
  signal: AbortSignal;
  /** What a person has allowed in this session. */
  grants: () => readonly string[];
}

/** The person did not want the turn to cost more. Ends it: nothing else is tried. */
export class OverBudget extends ProviderError {
  constructor(passed: readonly Passed[]) {
    const what = passed.map(({ name }) => name).join(' and ');
    const message = `This turn was ended at the budget of ${what}.`;
    const hint = 'Raise it in Settings → Budgets, or go on and allow more.';
    super({ code: 'over-budget', message, hint }, false);
  }
}

interface Limit {
  /** "one turn", as the settings name it. */
  name: string;
  /** How a sentence about its cost begins. */
  about: string;
  /** How what comes next is told: “before it has cost”. */
  until: string;
  /** What counted before this turn, US dollars. */
  before: number;
  budget: number;
  /** The budget and what a person has added to it. */
  upTo: number;
}

type Passed = Limit & { spent: number };

export function createBudget({ order, approvals, signal, grants }: BudgetDeps): Budget {
  const limits = limitsOf(order);
  const isPriced = createPriced(order);
  let refused: OverBudget | undefined;

  return {
    async mayAsk(requests) {
      if (limits.length === 0) return;
      if (refused) throw refused;
      const priced = isPriced(requests);
      if (!priced || grants().includes(budgetGrant)) return;
      const costs = requests.flatMap(({ costUsd = [] }) => costUsd);
      const cost = costs.reduce((sum, one) => sum + one, 0);
      // The next one is likely to cost what the last one did.
      const next = costs.at(-1) ?? 0;
      const passed = limits
        .map((limit) => ({ limit, spent: limit.before + cost }))
        .filter(({ limit: { upTo }, spent }) => spent >= upTo || spent + next > upTo);
      if (passed.length === 0) return;
      const told = passed.map(({ limit, spent }) => ({ ...limit, spent }));
      const answer = await approvals.ask(question(order.turn, told), signal);
      if (answer.decision === 'deny') throw (refused = new OverBudget(told));
      for (const { limit, spent } of passed) limit.upTo = raised({ ...limit, spent });
    },
  };
}

function limitsOf({ budgets }: TurnOrder): Limit[] {
  const { turnUsd, dayUsd, spentTodayUsd = 0 } = budgets ?? {};
  const limit = (
    words: Pick<Limit, 'name' | 'about' | 'until'>,
    before: number,
    budget?: number,
  ) => (budget === undefined ? [] : [{ ...words, before, budget, upTo: budget }]);
  return [
    ...limit({ name: 'one turn', about: 'This turn has', until: 'it has cost' }, 0, turnUsd),
    ...limit(
      { name: 'one day', about: 'Today’s turns have', until: 'the day has cost' },
      spentTodayUsd,
      dayUsd,
    ),
  ];
}

/**
 * Whether what the model that is asked now costs is known: as its last answer here told, else as the last turn of this
 * session with it, else as the table of prices has it. Called before each request.
 */
function createPriced(order: TurnOrder): (requests: readonly Usage[]) => boolean {
  const told = new Map<string, boolean>();
  let asked: string | undefined;
  let count = 0;
  return (requests) => {
    const last = requests.at(-1);
    if (asked !== undefined && last && requests.length > count) {
      told.set(asked, last.costUsd !== undefined);
    }
    count = requests.length;
    asked = `${order.provider.id}/${order.model}`;
    const before = order.history.findLast(({ model, usage }) => model === asked && usage);
    const known = before?.usage?.costUsd !== undefined || knownModel(order.model) !== undefined;
    return told.get(asked) ?? known;
  };
}

/** Once more the budget, from where it stands. */
const raised = ({ spent, upTo, budget }: Passed) => Math.max(spent, upTo) + budget;

function question(turn: string, passed: readonly Passed[]) {
  const summary = passed
    .map(({ name, about, spent, budget }) =>
      spent >= budget
        ? `${about} cost ${dollars(spent)}; the budget of ${name} is ${dollars(budget)}.`
        : `${about} cost ${dollars(spent)} and may now pass ${dollars(budget)}, the budget of ${name}.`,
    )
    .join(' ');
  const more = passed.map((one) => `${one.until} ${dollars(raised(one))}`).join(' or ');
  return {
    turn,
    block: turn,
    tool: budgetGrant,
    summary: `${summary} Go on?`,
    why: `If you allow it, this turn asks again before ${more}.`,
    risk: 'medium' as const,
    rules: [budgetGrant],
  };
}
