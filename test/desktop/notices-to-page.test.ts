import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createNoticesTo } from '../../main/desktop/notices-to-page';
import type { DesktopNotice } from '../../preload/contract/desktop';

/** A page as Electron has it: `away` while another document is on its way. */
function openPage() {
  const heard: DesktopNotice[] = [];
  const facts = { away: false, crashed: false };
  const page = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    isCrashed: () => facts.crashed,
    isLoadingMainFrame: () => facts.away,
    send: (_channel: string, notice: DesktopNotice) => void heard.push(notice),
  });
  const tell = createNoticesTo(page);
  return {
    tell,
    facts,
    /** What the page was told since this was asked last. */
    heard: () => heard.splice(0),
    wentTo: (isMainFrame = true) => page.emit('did-navigate-in-page', {}, 'app://…', isMainFrame),
    leaves: () => {
      facts.away = true;
    },
    loaded: () => {
      facts.away = false;
      facts.crashed = false;
      page.emit('did-finish-load');
    },
  };
}

const there: DesktopNotice = { type: 'open-kontask', kontask: 'one' };
const elsewhere: DesktopNotice = { type: 'open-section', section: 'settings' };

test('a page hears at once, and is told where it was led no second time once it went there', () => {
  const page = openPage();
  page.tell(there);
  expect(page.heard()).toEqual([there]);
  page.wentTo();
  page.leaves();
  page.loaded();
  expect(page.heard()).toEqual([]);
});

test('what is said while a page is loaded is said when it has loaded, in order, with one place to go to', () => {
  const page = openPage();
  page.leaves();
  page.tell(elsewhere);
  page.tell({ type: 'wake' });
  page.tell(there);
  expect(page.heard()).toEqual([]);
  page.loaded();
  expect(page.heard()).toEqual([{ type: 'wake' }, there]);
});

test('a page that was led somewhere and is loaded anew before its address says so is led there again', () => {
  const page = openPage();
  page.tell(there);
  page.leaves();
  page.loaded();
  expect(page.heard()).toEqual([there, there]);
  page.wentTo();
  page.leaves();
  page.loaded();
  expect(page.heard()).toEqual([]);
});

test('an address that changes while the document is already leaving tells nothing of the next document', () => {
  const page = openPage();
  page.tell(there);
  page.leaves();
  page.wentTo();
  page.loaded();
  expect(page.heard()).toEqual([there, there]);
});

test('a frame that changes its address has not taken the page anywhere', () => {
  const page = openPage();
  page.tell(there);
  page.wentTo(false);
  page.leaves();
  page.loaded();
  expect(page.heard()).toEqual([there, there]);
});

test('a page that died is led where it was to go when it is back, and told no old news', () => {
  const page = openPage();
  page.facts.crashed = true;
  page.tell({ type: 'wake' });
  page.tell(there);
  expect(page.heard()).toEqual([]);
  page.loaded();
  expect(page.heard()).toEqual([there]);
});
