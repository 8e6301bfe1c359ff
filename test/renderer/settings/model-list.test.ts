import { expect, test } from 'vitest';
import { retirementWords } from '../../../renderer/features/settings/model-list';

test('a model that is gone is not said to go', () => {
  const retires = { on: '2026-12-01', instead: 'new' };
  const at = (day: string) => retirementWords(retires, Date.parse(`${day}T12:00:00Z`));
  expect(at('2026-12-01')).toBe('retires on 2026-12-01, use new');
  expect(at('2026-12-02')).toBe('retired on 2026-12-01, use new');
});
