import { describe, expect, it } from 'vitest';
import type { Kontask } from '../../../preload/contract/shapes';
import {
  defaultLayout,
  hiddenOf,
  layoutOf,
  moved,
  toggled,
} from '../../../renderer/features/kontasks/page/layout';

const kontask: Kontask = { id: 'k', type: 'answer', status: 'pending', title: 'T' };

describe('the layout of a page', () => {
  it('is its own before that of its type before the usual one', () => {
    const own = { ...kontask, context: { layout: ['raw' as const] } };
    expect(layoutOf(own, { answer: ['output'] })).toEqual({ regions: ['raw'], from: 'kontask' });
    expect(layoutOf(kontask, { answer: ['output', 'output'] })).toEqual({
      regions: ['output'],
      from: 'type',
    });
    expect(layoutOf(kontask, {})).toEqual({ regions: defaultLayout, from: 'default' });
  });

  it('of a type that is called like a part of every object is nobody’s', () => {
    expect(layoutOf({ ...kontask, type: 'constructor' }, {}).from).toBe('default');
  });

  it('moves a region within its column', () => {
    expect(moved(['output', 'timing', 'raw', 'details'], 'raw', -1)).toEqual([
      'raw',
      'output',
      'timing',
      'details',
    ]);
    expect(moved(['output', 'timing', 'raw', 'details'], 'timing', 1)).toEqual([
      'output',
      'raw',
      'details',
      'timing',
    ]);
    expect(moved(['output', 'timing'], 'output', 1)).toEqual(['output', 'timing']);
  });

  it('hides a region and shows it again', () => {
    const without = toggled(defaultLayout, 'request');
    expect(hiddenOf(without)).toEqual(['request']);
    expect(hiddenOf(toggled(without, 'request'))).toEqual([]);
  });
});
