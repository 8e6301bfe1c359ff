/** Rows of a table as lines: what is wider than its column moves the rest, the last one is as wide as it is. Pure. */
export function columns(rows: readonly (readonly string[])[]): string {
  const count = (rows[0]?.length ?? 1) - 1;
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
