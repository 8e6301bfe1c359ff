import { describe, expect, it } from 'vitest';
import type { Block } from '../../../preload/contract/shapes';
import { itemsOf } from '../../../renderer/features/transcript/group';
import {
  argumentOf,
  detailOf,
  firstLine,
  verbOf,
} from '../../../renderer/features/transcript/tool-words';

const block = (id: string, kind: Block['kind'], more: Partial<Block> = {}): Block => ({
  id,
  kind,
  text: 'words',
  closed: true,
  ...more,
});

describe('the blocks of a turn', () => {
  it('put steps that follow each other in one list, with text between', () => {
    const items = itemsOf([
      block('a', 'thinking'),
      block('b', 'tool'),
      block('c', 'text'),
      block('d', 'tool'),
    ]);
    expect(items.map((item) => item.kind)).toEqual(['steps', 'text', 'steps']);
    expect(items[0]?.kind === 'steps' && items[0].steps.map((step) => step.block.id)).toEqual([
      'a',
      'b',
    ]);
  });

  it('give a tool the output that names it, wherever it stands', () => {
    const [item] = itemsOf([
      block('a', 'tool'),
      block('b', 'tool'),
      block('o', 'output', { parent: 'a', text: 'found' }),
    ]);
    expect(item?.kind === 'steps' && item.steps.map((step) => step.output?.text)).toEqual([
      'found',
      undefined,
    ]);
  });

  it('fold what a retry replaced, apart from what counts', () => {
    const items = itemsOf([
      block('a', 'thinking', { status: 'abandoned' }),
      block('b', 'text', { status: 'abandoned' }),
      block('c', 'text'),
    ]);
    expect(items.map((item) => item.kind)).toEqual(['abandoned', 'text']);
  });

  it('show no empty text', () => {
    expect(itemsOf([block('a', 'text', { text: '' })])).toEqual([]);
  });
});

describe('the words of a tool step', () => {
  const read = block('r', 'tool', {
    name: 'read',
    status: 'ok',
    input: { path: 'src/a.ts', limit: 20 },
    summary: '20 lines',
  });

  it('say what is being done, then what was done', () => {
    expect(verbOf({ ...read, status: 'running' })).toBe('Reading');
    expect(verbOf(read)).toBe('Read');
  });

  it('show the main argument and what came of it', () => {
    expect(argumentOf(read)).toBe('src/a.ts');
    expect(detailOf(read)).toBe('20 lines');
  });

  it('say nothing twice while it runs', () => {
    expect(detailOf({ ...read, status: 'running', summary: 'Read src/a.ts' })).toBe('');
  });

  it('show an argument on one line, without what could reorder or hide it', () => {
    const tricky = { ...read, input: { path: 'a\u202etxt.exe\nb\u200b' } };
    expect(argumentOf(tricky)).toBe('atxt.exe b');
  });

  it('take an input that is no object as having no argument', () => {
    expect(argumentOf({ ...read, input: null })).toBe('');
    expect(argumentOf({ ...read, input: 'x' })).toBe('');
  });

  it('tell a thought by its first line', () => {
    expect(firstLine('\n\n**Where to look**\nFirst the server.')).toBe('Where to look');
  });
});

describe('what Konsole looks up about itself', () => {
  it.each([
    ['konsole_logs', 'Reading konsole logs', 'Read konsole logs'],
    ['konsole_status', 'Looking at konsole status', 'Looked at konsole status'],
    ['turn_explain', 'Looking at where a turn’s', 'Looked at where a turn’s'],
    ['kontask_create', 'Making kontask', 'Made kontask'],
    ['kontask_update', 'Changing kontask', 'Changed kontask'],
    ['kontask_list', 'Looking through kontasks', 'Looked through kontasks'],
  ])('is told in words: %s', (name, running, done) => {
    expect(verbOf(block('a', 'tool', { name, status: 'running' }))).toContain(running);
    expect(verbOf(block('a', 'tool', { name, status: 'ok' }))).toContain(done);
  });
});
