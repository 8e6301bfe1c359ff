/** The Log section over a konsole in memory whose log a test writes; what is in view and what time it is are the test's. */
import { act } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import type { LogRecord } from '../../../preload/contract/shapes';
import { LogTail } from '../../../renderer/features/diagnostics/log-tail';
import { startPage } from '../../../renderer/stores/start';
import { Toasts } from '../../../renderer/ui/toast';
import { createFakeKonsole, ok } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, render } from '../support/render';
import { resetStores } from '../support/stores';

export let konsole: FakeKonsole;
let records: LogRecord[] = [];
let stop = () => {};
const observers = new Set<(seen: boolean) => void>();
let hidden = false;

class Observer {
  constructor(tell: (entries: Array<{ isIntersecting: boolean }>) => void) {
    observers.add((isIntersecting) => tell([{ isIntersecting }]));
  }
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IntersectionObserver', Observer);
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  hidden = false;
  observers.clear();
  records = [];
  resetStores();
  konsole = createFakeKonsole();
  konsole.answer('log.query', ({ level, area, session, text, after, limit }) => {
    const order = ['debug', 'info', 'warn', 'error'];
    const found = records.filter(
      (record) =>
        order.indexOf(record.level) >= order.indexOf(String(level)) &&
        (area === undefined || record.area === area) &&
        (session === undefined || record.session === session) &&
        (typeof text !== 'string' || JSON.stringify(record).toLowerCase().includes(text)) &&
        (after === undefined || (record.n ?? 0) > Number(after)),
    );
    return ok({ records: found.slice(-Number(limit)) });
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

export function write(message: string, more: Partial<LogRecord> = {}): void {
  const n = records.length + 1;
  records.push({ n, at: 1_000 * n, level: 'info', area: 'pool', message, fields: {}, ...more });
}

export async function open(): Promise<void> {
  stop = startPage(konsole.page, () => {});
  await render(
    <>
      <LogTail />
      <Toasts />
    </>,
  );
  await look(true);
}

export const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

/** The log comes into view, or leaves it. */
export async function look(seen: boolean): Promise<void> {
  await act(async () => {
    for (const tell of observers) tell(seen);
  });
  await pass(0);
}

export async function hide(now: boolean): Promise<void> {
  hidden = now;
  await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
}

export const asked = () => konsole.calls.filter((call) => call.name === 'log.query');
export const rows = () => [...document.querySelectorAll<HTMLElement>('[role=log] > ol > li')];
export const details = () => allByRole('button', /^Details of/);

/** Lays the list out as if it were long, `fromEnd` px above its end. */
export async function scrollTo(fromEnd: number): Promise<void> {
  const box = byRole('log', 'Log records');
  Object.defineProperty(box, 'scrollHeight', { value: 2_000, configurable: true });
  Object.defineProperty(box, 'clientHeight', { value: 400, configurable: true });
  box.scrollTop = 1_600 - fromEnd;
  await act(async () => void box.dispatchEvent(new Event('scroll')));
}
