import { expect, test } from 'vitest';
import { sessionKind } from '../../main/desktop/session-kind';

const wayland = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };

test('on Wayland the windows are native since Electron 38, and X11’s before', () => {
  expect(sessionKind('linux', wayland, 33, '')).toBe('xwayland');
  expect(sessionKind('linux', wayland, 45, '')).toBe('wayland');
  expect(sessionKind('linux', { XDG_SESSION_TYPE: 'wayland' }, 45, '')).toBe('wayland');
});

test('the switch that chooses the platform has the last word', () => {
  expect(sessionKind('linux', wayland, 45, 'x11')).toBe('xwayland');
  expect(sessionKind('linux', wayland, 33, 'wayland')).toBe('wayland');
});

test('a session that says it is X11 is, whatever else is about', () => {
  expect(sessionKind('linux', { ...wayland, XDG_SESSION_TYPE: 'x11' }, 45, '')).toBe('x11');
  expect(sessionKind('linux', { DISPLAY: ':0' }, 45, '')).toBe('x11');
  expect(sessionKind('linux', { DISPLAY: ':0', WAYLAND_DISPLAY: '' }, 45, '')).toBe('x11');
});

test('macOS and Windows are what they are', () => {
  expect(sessionKind('darwin', {}, 45, '')).toBe('mac');
  expect(sessionKind('win32', {}, 45, '')).toBe('windows');
});
