/** Money in words for a person. Pure. */

/** Cents matter up to a dollar and hundredths of a cent below one cent. */
export function dollars(cost: number): string {
  if (cost === 0) return 'nothing';
  if (cost < 0.0001) return 'less than $0.0001';
  return cost < 0.01 ? `$${cost.toFixed(4)}` : `$${cost.toFixed(2)}`;
}
