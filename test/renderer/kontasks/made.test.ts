import { describe, expect, it } from 'vitest';
import type { Block } from '../../../preload/contract/shapes';
import { madeBy } from '../../../renderer/features/kontasks/made';

const block = (more: Partial<Block> = {}): Block => ({
  ...{ id: 'b', kind: 'tool', name: 'kontask_create', status: 'ok', text: '{}', closed: true },
  ...more,
});
const output = (text: string, more: Partial<Block> = {}): Block => ({
  ...{ id: 'o', kind: 'output', parent: 'b', text, closed: true },
  ...more,
});

describe('the kontask of a tool call', () => {
  it('is named by the first line of its output', () => {
    const made = { id: '1f-a', title: 'SSE: or not?' };
    expect(madeBy(block(), output('kontask 1f-a: SSE: or not?\nIt needs a decision.'))).toEqual(
      made,
    );
    expect(madeBy(block({ name: 'kontask_update' }), output('kontask 1f-a: SSE: or not?'))).toEqual(
      made,
    );
    expect(madeBy(block(), output('kontask a:b: T'))?.id).toBe('a:b');
  });

  it('has a title of one short line, whatever it is', () => {
    const title =
      madeBy(block(), output(`kontask k: a\u202eb ${'long '.repeat(100)}`))?.title ?? '';
    expect(title.length).toBeLessThanOrEqual(160);
    expect(title).not.toContain('\u202e');
  });

  it.each([
    '',
    'kontask',
    'kontask : title',
    'kontask k:',
    `kontask ${'k'.repeat(65)}: title`,
    'kontask two words: title',
    'A kontask k: title',
    '\nkontask k: title',
    `${' '.repeat(1_000_000)}kontask k: title`,
  ])('is not guessed from %j', (text) => {
    expect(madeBy(block(), output(text))).toBeUndefined();
  });

  it('is nobody else’s to name: not another tool, not a call that failed, not an output cut at its beginning', () => {
    const said = output('kontask k: title');
    expect(madeBy(block({ name: 'bash' }), said)).toBeUndefined();
    expect(madeBy(block({ name: 'kontask_list' }), said)).toBeUndefined();
    expect(madeBy(block({ status: 'error' }), said)).toBeUndefined();
    expect(madeBy(block({ status: 'running' }), said)).toBeUndefined();
    expect(madeBy(block({ kind: 'text' }), said)).toBeUndefined();
    expect(madeBy(block(), output('kontask k: title', { from: 5 }))).toBeUndefined();
    expect(madeBy(block(), undefined)).toBeUndefined();
  });
});
