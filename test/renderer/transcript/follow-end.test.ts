import { describe, expect, it } from 'vitest';
import { followsAfter } from '../../../renderer/features/transcript/use-follow-end';

const atEnd = { top: 1000, height: 1700, view: 700 };

describe('a reader at the end of the transcript', () => {
  it('leaves it by moving up', () => {
    expect(followsAfter(true, atEnd, { ...atEnd, top: 900 })).toBe(false);
  });

  it('leaves it by moving up while more is written', () => {
    expect(followsAfter(true, atEnd, { ...atEnd, top: 900, height: 1900 })).toBe(false);
  });

  it('stays there when more is written faster than the page scrolls', () => {
    expect(followsAfter(true, atEnd, { ...atEnd, height: 2400 })).toBe(true);
  });

  it('stays there when the composer takes room from the transcript', () => {
    expect(followsAfter(true, atEnd, { ...atEnd, view: 500 })).toBe(true);
  });

  it('stays there when a thought folds away', () => {
    expect(followsAfter(true, atEnd, { top: 800, height: 1600, view: 700 })).toBe(true);
  });
});

describe('a reader who is elsewhere', () => {
  const up = { ...atEnd, top: 200 };

  it('stays elsewhere when more is written', () => {
    expect(followsAfter(false, up, { ...up, height: 2400 })).toBe(false);
  });

  it('is at the end again once back within a line or two', () => {
    expect(followsAfter(false, up, { ...atEnd, top: 970 })).toBe(true);
  });
});
