// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useDesktop } from '../../../renderer/stores/desktop-store';
import { useHealth } from '../../../renderer/stores/health-store';
import { useIndex } from '../../../renderer/stores/index-store';
import { usePool } from '../../../renderer/stores/pool-store';
import { markSaid, updateSettings, useSettings } from '../../../renderer/stores/settings-store';
import { startPage } from '../../../renderer/stores/start';
import { recall, showSession, useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

describe('a page that starts', () => {
  it('has sessions, pool, health, settings and desktop without anybody waiting', async () => {
    const id = konsole.addSession({ title: 'One' });
    const stop = startPage(konsole.page, () => {});
    expect(useIndex.getState().sessions.map((session) => session.id)).toEqual([id]);
    expect(usePool.getState().status?.hosts).toHaveLength(2);
    expect(useHealth.getState().health?.status).toBe('live');
    await expect.poll(() => useSettings.getState().effective?.main).toContain('anthropic/');
    await expect.poll(() => useDesktop.getState().info?.version).toBe('0.1.0');
    stop();
  });

  it('follows the list as sessions come, change and go', async () => {
    const stop = startPage(konsole.page, () => {});
    const id = konsole.addSession({ title: 'One' });
    konsole.emit(id, [{ type: 'session.changed', at: Date.now(), session: { title: 'Two' } }]);
    expect(useIndex.getState().sessions[0]?.title).toBe('Two');
    await konsole.bridge.commands['session.delete']({ session: id });
    expect(useIndex.getState().sessions).toEqual([]);
    stop();
  });

  it('wakes its stream when the window comes to the front, the network or the computer wakes', () => {
    const stop = startPage(konsole.page, () => {});
    const wakes = () => konsole.calls.filter((call) => call.name === 'stream.wake').length;
    window.dispatchEvent(new Event('focus'));
    window.dispatchEvent(new Event('online'));
    konsole.notice({ type: 'wake' });
    expect(wakes()).toBe(3);
    stop();
    window.dispatchEvent(new Event('focus'));
    expect(wakes()).toBe(3);
  });

  it('I10: an idle page sets no timer', async () => {
    const timer = vi.spyOn(globalThis, 'setInterval');
    const stop = startPage(konsole.page, () => {});
    await Promise.resolve();
    const set = timer.mock.calls.length;
    timer.mockRestore();
    expect(set).toBe(0);
    stop();
  });
});

describe('settings in a page', () => {
  it('show what was written and what turns really use', async () => {
    const stop = startPage(konsole.page, () => {});
    expect(await updateSettings({ theme: 'light' })).toBe(true);
    expect(useSettings.getState().settings?.theme).toBe('light');
    stop();
  });

  it('stay as they were when writing failed', async () => {
    const stop = startPage(konsole.page, () => {});
    await expect.poll(() => useSettings.getState().settings?.theme).toBe('system');
    konsole.answer('settings.update', failed('internal', 'The disk is full.'));
    expect(await updateSettings({ theme: 'light' })).toBe(false);
    expect(useSettings.getState().settings?.theme).toBe('system');
    stop();
  });

  it('renew when somebody else changed them, and only then', async () => {
    const stop = startPage(konsole.page, () => {});
    await expect.poll(() => useSettings.getState().settings?.theme).toBe('system');
    const asked = () => konsole.calls.filter(({ name }) => name === 'settings.get').length;
    const before = asked();
    konsole.setPool({ ...konsole.world.pool, settingsRev: 2 });
    konsole.world.settings = { ...konsole.world.settings, theme: 'dark' };
    await expect.poll(() => useSettings.getState().settings?.theme).toBe('dark');
    expect(useSettings.getState().rev).toBe(2);
    // The pool says much that is none of the settings' business.
    konsole.setPool({ ...konsole.world.pool, hosts: [] });
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked()).toBe(before + 1);
    stop();
  });

  it('note once what was said once', async () => {
    const stop = startPage(konsole.page, () => {});
    await expect.poll(() => useSettings.getState().settings?.said).toEqual(['first-run']);
    await markSaid('tray');
    await markSaid('tray');
    expect(konsole.world.settings.said).toEqual(['first-run', 'tray']);
    stop();
  });
});

describe('the address of a page', () => {
  it('brings the session back after a reload', () => {
    showSession('s-7');
    const { hash } = location;
    resetStores();
    expect(recall(hash)).toBe(true);
    expect(useUi.getState().session).toBe('s-7');
  });

  it('that names nothing known is left alone', () => {
    expect(recall('#session/../../x')).toBe(false);
    expect(recall('')).toBe(false);
  });
});
