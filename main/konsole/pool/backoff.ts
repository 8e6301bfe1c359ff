/** How long to wait before a host is started again after `failures` early deaths in a row. Pure. */

const firstMs = 250;
const maxMs = 30_000;

/** 0 failures: at once; then 250 ms, doubling to 30 s. */
export function backoffMs(failures: number): number {
  if (failures <= 0) return 0;
  return Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 20));
}
