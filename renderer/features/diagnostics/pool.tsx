/** The pool: its lanes, its hosts, and what keeping them warm costs. */
import { usePool } from '../../stores/pool-store';
import { PoolCosts } from './pool-costs';
import { PoolLanes } from './pool-lanes';
import { PoolTable } from './pool-table';

export function Pool() {
  const known = usePool((state) => state.status !== undefined);
  return (
    <section aria-label="Pool">
      <h2 className="mb-2.5 text-title font-semibold">Pool</h2>
      <div className="space-y-4">
        <PoolLanes />
        <PoolTable />
        {known && <PoolCosts />}
      </div>
    </section>
  );
}
