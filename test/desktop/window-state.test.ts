import { expect, test } from 'vitest';
import { parseWindowState, placeWindow } from '../../main/desktop/window-state';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 984 };

test('the first time it is 1360 by 860 in the middle of the primary work area', () => {
  expect(placeWindow(undefined, [screen])).toEqual({ x: 280, y: 90, width: 1360, height: 860 });
});

test('it comes back where it was, on the second display too', () => {
  const saved = { x: 2000, y: 40, width: 1000, height: 700 };
  expect(placeWindow(saved, [screen, second])).toEqual(saved);
});

test('on a display that is gone it comes back in sight, as large as it was', () => {
  const saved = { x: 2000, y: 40, width: 1000, height: 700 };
  expect(placeWindow(saved, [screen])).toEqual({ x: 460, y: 170, width: 1000, height: 700 });
});

test('it is never larger than the work area and never smaller than 640 by 480', () => {
  expect(placeWindow({ x: 0, y: 0, width: 5000, height: 5000 }, [screen])).toEqual(screen);
  const small = placeWindow({ x: 10, y: 10, width: 1, height: 1 }, [screen]);
  expect([small.width, small.height]).toEqual([640, 480]);
});

test('a window pushed half out of sight is pulled in', () => {
  const saved = { x: 1800, y: 900, width: 1000, height: 700 };
  expect(placeWindow(saved, [screen])).toEqual({ x: 920, y: 340, width: 1000, height: 700 });
});

test('a damaged or foreign window-state.json is as if there were none', () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"bounds":{"x":"0"}}',
    '{"bounds":{"x":1e99}}',
  ]) {
    expect(parseWindowState(text), text).toEqual({ maximized: false });
  }
  expect(parseWindowState('{"maximized":true,"dark":false,"more":1}')).toEqual({
    maximized: true,
    dark: false,
  });
});
