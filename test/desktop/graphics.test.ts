/** Whether this machine may have a graphics card, and what is switched off where it has none. */
import { expect, test, vi } from 'vitest';
import { drawWithout, mayHaveCard } from '../../main/desktop/graphics';

const missing = () => {
  throw Object.assign(new Error('no such folder'), { code: 'ENOENT' });
};
const nothing = { exists: () => false, list: missing };

test('a Linux without a single device of a card has none', () => {
  expect(mayHaveCard('linux', nothing)).toBe(false);
  expect(mayHaveCard('linux', { ...nothing, list: () => ['by-path'] })).toBe(false);
});

test.each(['card0', 'card1', 'renderD128'])('/dev/dri/%s is one', (name) => {
  expect(mayHaveCard('linux', { ...nothing, list: () => ['by-path', name] })).toBe(true);
});

test.each(['/dev/nvidiactl', '/dev/dxg', '/dev/mali0'])('%s is one', (device) => {
  expect(mayHaveCard('linux', { ...nothing, exists: (path) => path === device })).toBe(true);
});

test('where it cannot be told, there may be one', () => {
  const closed = () => {
    throw Object.assign(new Error('not allowed'), { code: 'EACCES' });
  };
  expect(mayHaveCard('linux', { ...nothing, list: closed })).toBe(true);
  expect(mayHaveCard('darwin', nothing)).toBe(true);
  expect(mayHaveCard('win32', nothing)).toBe(true);
});

test('without a card neither it nor software GL is looked for', () => {
  const app = {
    disableHardwareAcceleration: vi.fn(),
    commandLine: { appendSwitch: vi.fn() },
  };
  drawWithout(app as unknown as Parameters<typeof drawWithout>[0]);
  expect(app.disableHardwareAcceleration).toHaveBeenCalledOnce();
  expect(app.commandLine.appendSwitch).toHaveBeenCalledWith('disable-software-rasterizer');
});
