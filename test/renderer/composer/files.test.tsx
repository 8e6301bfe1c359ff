// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../preload/contract/limits';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { showSection, showSession } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const open = async () => {
  const id = konsole.addSession();
  startPage(konsole.page, () => {});
  await render(<App />);
  return id;
};
const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
const send = () => byRole('button', 'Send') as HTMLButtonElement;
const sent = () => konsole.calls.filter((call) => call.name === 'turn.send');
const listed = () => byRole('list', 'Attached files').textContent ?? '';

/** As Chromium tells it: items that say whether they are folders, and the type `Files`. */
function carrying(files: File[], more: { folder?: boolean; text?: string } = {}): DataTransfer {
  const items = files.map((file) => ({
    kind: 'file',
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ isDirectory: false }),
  }));
  const folder = {
    kind: 'file',
    getAsFile: () => null,
    webkitGetAsEntry: () => ({ isDirectory: true }),
  };
  const types = files.length > 0 || more.folder ? ['Files'] : ['text/plain'];
  return {
    types,
    items: more.folder ? [...items, folder] : items,
    getData: () => more.text ?? '',
    dropEffect: 'none',
  } as unknown as DataTransfer;
}

const fire = async (name: string, data: DataTransfer, target: EventTarget = document.body) => {
  const key = name === 'paste' ? 'clipboardData' : 'dataTransfer';
  const event = new Event(name, { bubbles: true, cancelable: true });
  Object.assign(event, { [key]: data });
  await act(async () => {
    target.dispatchEvent(event);
  });
  return event;
};
const file = (name: string, bytes = 3) => new File(['x'.repeat(bytes)], name);
const sized = (name: string, size: number) =>
  Object.defineProperty(file(name), 'size', { value: size });

/** Puts that wait until the test lets each of them go. */
function slowPuts() {
  const waiting: Array<{ name: string; go: () => void }> = [];
  const put = konsole.bridge.blobs.put;
  vi.spyOn(konsole.bridge.blobs, 'put').mockImplementation(
    (name, bytes) =>
      new Promise((resolve) => waiting.push({ name, go: () => resolve(put(name, bytes)) })),
  );
  return waiting;
}

describe('files in the composer', () => {
  it('dropped anywhere on the page go along with the message', async () => {
    await open();
    await fire('dragover', carrying([file('log.txt')]));
    expect(text()).toContain('Drop to add to your message');
    expect((await fire('drop', carrying([file('log.txt', 1200)]))).defaultPrevented).toBe(true);
    expect(text()).not.toContain('Drop to add');
    expect(listed()).toContain('log.txt');
    expect(listed()).toContain('1 KB');
    await type(box(), 'What is wrong?');
    await press(box(), 'Enter');
    expect(sent()[0]?.params).toMatchObject({ text: 'What is wrong?', blobs: ['blob-log.txt'] });
    expect(allByRole('list', 'Attached files')).toEqual([]);
  });

  it('chosen with the button are the same', async () => {
    await open();
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('no chooser');
    const asked = vi.spyOn(input, 'click');
    await click(byRole('button', 'Attach files'));
    expect(asked).toHaveBeenCalled();
    Object.defineProperty(input, 'files', { value: [file('log.txt')] });
    await act(async () => input.dispatchEvent(new Event('change', { bubbles: true })));
    expect(listed()).toContain('log.txt');
  });

  it('a PDF is dropped or pasted like any other, and never shown itself', async () => {
    await open();
    const urls = vi.spyOn(konsole.bridge.blobs, 'url');
    vi.spyOn(konsole.bridge.blobs, 'put').mockImplementation(async (name, bytes) => ({
      ok: true,
      result: { blob: { id: name, name, type: 'application/pdf', bytes: bytes.byteLength } },
    }));
    await fire('drop', carrying([file('plan.pdf', 1200)]));
    await fire('paste', carrying([file('bill.pdf', 2400)]), box());
    expect(listed()).toContain('plan.pdf1 KB');
    expect(listed()).toContain('bill.pdf2 KB');
    await type(box(), 'Compare.');
    await press(box(), 'Enter');
    expect(sent()[0]?.params).toMatchObject({ blobs: ['plan.pdf', 'bill.pdf'] });
    expect(urls).not.toHaveBeenCalled();
  });

  it('a picture is pasted and shown by the app itself', async () => {
    await open();
    vi.spyOn(konsole.bridge.blobs, 'put').mockImplementation(async (name, bytes) => ({
      ok: true,
      result: { blob: { id: 'p1', name, type: 'image/png', bytes: bytes.byteLength } },
    }));
    expect((await fire('paste', carrying([file('image.png')]), box())).defaultPrevented).toBe(true);
    expect(listed()).toContain('Pasted image.png');
    expect(document.querySelector('li img')?.getAttribute('src')).toBe('data:,p1');
  });

  it('a paste of text that brings its picture along is text', async () => {
    await open();
    const data = carrying([file('image.png')], { text: 'cells of a table' });
    expect((await fire('paste', data, box())).defaultPrevented).toBe(false);
    expect(allByRole('list', 'Attached files')).toEqual([]);
  });

  it('a dropped link or text is left to the text box', async () => {
    await open();
    const link = carrying([], { text: 'https://example.org' });
    expect((await fire('dragover', link, box())).defaultPrevented).toBe(false);
    expect((await fire('drop', link, box())).defaultPrevented).toBe(false);
  });

  it('are added one after the other, and the message waits for them', async () => {
    await open();
    const waiting = slowPuts();
    await type(box(), 'Compare');
    await fire('drop', carrying([file('a.txt'), file('b.txt')]));
    expect(waiting.map(({ name }) => name)).toEqual(['a.txt']);
    expect(listed()).toContain('adding…');
    expect(send().disabled).toBe(true);
    expect(text()).toContain('Files are being added');
    await press(box(), 'Enter');
    expect(sent()).toEqual([]);
    await act(async () => waiting[0]?.go());
    expect(waiting.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
    await act(async () => waiting[1]?.go());
    await press(box(), 'Enter');
    expect(sent()[0]?.params.blobs).toEqual(['blob-a.txt', 'blob-b.txt']);
  });

  it('belong to their session, also when they arrive while another one is shown', async () => {
    const one = await open();
    const two = konsole.addSession();
    const waiting = slowPuts();
    await act(async () => showSession(one));
    await fire('drop', carrying([file('a.txt')]));
    await act(async () => showSession(two));
    await act(async () => waiting[0]?.go());
    expect(allByRole('list', 'Attached files')).toEqual([]);
    await act(async () => showSession(one));
    expect(listed()).toContain('a.txt');
  });

  it('that were refused say why, and are tried again or removed', async () => {
    await open();
    const put = vi.spyOn(konsole.bridge.blobs, 'put');
    put.mockResolvedValueOnce({ ok: false, code: 'invalid', message: 'The disk is full.' });
    await type(box(), 'Look');
    await fire('drop', carrying([file('a.txt')]));
    expect(listed()).toContain('The disk is full.');
    expect(send().disabled).toBe(true);
    await click(byRole('button', 'Try again: a.txt'));
    expect(listed()).not.toContain('The disk is full.');
    expect(send().disabled).toBe(false);
    await click(byRole('button', 'Remove a.txt'));
    expect(allByRole('list', 'Attached files')).toEqual([]);
  });

  it('too large or too many are refused before a byte is read', async () => {
    await open();
    const large = sized('film.mp4', limits.blobBytes + 1);
    const read = vi.spyOn(large, 'arrayBuffer');
    await fire('drop', carrying([large]));
    expect(listed()).toContain('larger than 50 MB');
    expect(read).not.toHaveBeenCalled();
    const many = Array.from({ length: 21 }, (_, n) => file(`f${n}.txt`));
    await fire('drop', carrying(many));
    expect(text()).toContain('A message takes at most 20 files: 2 were left out.');
  });

  it('the same bytes twice are one file', async () => {
    await open();
    await fire('drop', carrying([file('a.txt')]));
    await fire('drop', carrying([file('a.txt')]));
    expect(byRole('list', 'Attached files').children).toHaveLength(1);
  });

  it('a folder is not added, and the way to its files is said', async () => {
    await open();
    await fire('drop', carrying([], { folder: true }));
    expect(text()).toContain('A folder cannot be added. Write @');
  });

  it('alone are no message', async () => {
    await open();
    await fire('drop', carrying([file('a.txt')]));
    expect(send().disabled).toBe(true);
    expect(text()).toContain('Write what to do with it.');
    await press(box(), 'Enter');
    expect(sent()).toEqual([]);
  });

  it('attack 12: dropped where nothing takes them open nothing', async () => {
    await open();
    await act(async () => showSection('settings'));
    expect((await fire('dragover', carrying([file('evil.html')]))).defaultPrevented).toBe(true);
    expect((await fire('drop', carrying([file('evil.html')]))).defaultPrevented).toBe(true);
  });
});
