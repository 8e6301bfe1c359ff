/** What reading a text shows, at once or in pieces. */
import type { Token, Tokens } from 'marked';
import { nothingRead, readOn } from '../../../renderer/features/markdown/blocks';
import type { Reading } from '../../../renderer/features/markdown/blocks';

/** What would be shown, without places and sources. */
export function shape(reading: Reading): unknown {
  return reading.groups.map((group) =>
    group.map(({ index, parts, follows }) => [
      index,
      follows,
      parts.map(({ token, glue }) => [glue, plain(token)]),
    ]),
  );
}

function plain(token: Token): unknown {
  const { raw: _raw, tokens, items, header, rows, ...rest } = token as Tokens.Generic;
  const inner: Record<string, unknown> = { ...rest };
  if (tokens) inner.tokens = tokens.map(plain);
  if (items) inner.items = (items as Token[]).map(plain);
  for (const [name, cells] of Object.entries({
    header: header ? [header] : [],
    rows: rows ?? [],
  })) {
    inner[name] = (cells as Tokens.TableCell[][]).map((row) =>
      row.map((cell) => [cell.align, cell.tokens.map(plain)]),
    );
  }
  return inner;
}

/** What reading the text at once shows. */
export const whole = (text: string) => shape(readOn(nothingRead, text));

/** What is shown of it when it comes in pieces of these sizes, again and again. UTF-16 units. */
export function inPieces(text: string, sizes: readonly number[]): unknown {
  let reading = nothingRead;
  let at = 0;
  let turn = 0;
  while (at < text.length) {
    at += sizes[turn++ % sizes.length] ?? 1;
    reading = readOn(reading, text.slice(0, at));
  }
  return shape(reading);
}
