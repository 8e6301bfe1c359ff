/** What was, or would be, allowed for a session: a rule to the letter, and what is no rule in words. */
import { budgetGrant } from '../../../preload/contract/rules';
import { cx } from '../../ui/class-names';
import { inOrder, VisibleText } from './visible-text';

const budgetWords = 'costs past the budgets';

/** The same as a name for a screen reader. */
export const grantName = (rule: string): string => (rule === budgetGrant ? budgetWords : rule);

export function Grant({ rule, className }: { rule: string; className?: string }) {
  if (rule === budgetGrant) return <span className={className}>{budgetWords}</span>;
  return (
    <code className={cx('break-words', inOrder, className)}>
      <VisibleText text={rule} />
    </code>
  );
}
