// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { withoutViewport } from '../../../renderer/output/clean-html';
import { createFrameHeight } from '../../../renderer/output/frame-height';

/** A frame that takes each height it is asked for, around content of that height. */
function settle(contentOf: (height: number) => number, grows = false): number[] {
  const next = createFrameHeight();
  const asked: number[] = [];
  let height = 120;
  for (let round = 0; round < 100; round += 1) {
    const wanted = next({ content: contentOf(height), height, width: 800, grows });
    if (wanted === undefined) break;
    asked.push(wanted);
    height = wanted;
  }
  return asked;
}

test('the height of the content is asked for once', () => {
  expect(settle(() => 640.2)).toEqual([641]);
});

test('content that is always higher than its frame comes to an end', () => {
  expect(settle((height) => height + 16)).toEqual([136, 152, 168, 184]);
  expect(settle((height) => height * 2)).toHaveLength(4);
});

test('content that is always lower than its frame does not vanish', () => {
  expect(settle((height) => height / 2).at(-1)).toBeGreaterThan(5);
});

test('what grows of itself, opens, or gets another width is followed', () => {
  const next = createFrameHeight();
  const at = (content: number, height: number, width = 800, grows = false) =>
    next({ content, height, width, grows });
  expect(at(100, 120, 800, true)).toBe(100);
  for (let more = 1; more < 20; more += 1) {
    expect(at(100 + more, 99 + more, 800, true)).toBe(100 + more);
  }
  expect(at(119, 119)).toBeUndefined();
  // A person opens what was folded: the frame is as it was, and what is in it is higher.
  expect(at(300, 119)).toBe(300);
  expect(at(500, 300, 400)).toBe(500);
});

test('heights in parts of the window are those of a usual one', () => {
  expect(withoutViewport('height:100vh;min-height:calc(50dvh - 1px)')).toBe(
    'height:720px;min-height:calc(360px - 1px)',
  );
  expect(withoutViewport('width:10vw;color:#5vh;content:"a5vh"')).toBe(
    'width:10vw;color:#5vh;content:"a5vh"',
  );
});
