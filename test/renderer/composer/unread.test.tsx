// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import type { BlobInfo, ModelInfo } from '../../../preload/contract/shapes';
import { App } from '../../../renderer/main-window/app';
import { unreadWords } from '../../../renderer/features/composer/unread';
import { chooseModel } from '../../../renderer/stores/model-choice';
import { loadModels } from '../../../renderer/stores/settings-store';
import { startPage } from '../../../renderer/stores/start';
import { showSession } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { act } from 'react';
import { allByRole, byRole, render, text } from '../support/render';
import { resetStores } from '../support/stores';

const reader = 'anthropic/claude-opus-5-5';
const models: ModelInfo[] = [
  { id: reader, name: 'Claude Opus 5.5', provider: 'anthropic' },
  { id: 'lab/text', name: 'Text Only', provider: 'lab', images: false, pdf: false },
  { id: 'lab/none', name: 'None', provider: 'lab', pdf: false, quickOnly: 'It calls no tools.' },
  { id: 'lab/sees', name: 'Sees', provider: 'lab', images: true, pdf: false },
];
const pdf: BlobInfo = { id: 'b1', name: 'plan.pdf', type: 'application/pdf', bytes: 2_480_000 };
const more: BlobInfo = { ...pdf, id: 'b2', name: 'more.pdf' };
const picture: BlobInfo = { id: 'b3', name: 'harbour.png', type: 'image/png', bytes: 10 };
const words: BlobInfo = { id: 'b4', name: 'a.txt', type: 'text/plain', bytes: 10 };

const entry = (blob: BlobInfo) => ({
  key: blob.id,
  name: blob.name,
  size: blob.bytes,
  state: 'ready' as const,
  blob,
});
const told = (model: string, ...blobs: BlobInfo[]) => unreadWords(blobs.map(entry), model, models);

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
  konsole.world.models = models;
});

it('what a model cannot be given is named, and nothing else', () => {
  expect(told(reader, pdf, picture, words)).toBeUndefined();
  expect(told('lab/unknown', pdf, picture)).toBeUndefined();
  expect(told('lab/text', words)).toBeUndefined();
  expect(told('lab/sees', pdf, picture)).toBe(
    'Sees reads no PDF: it is told only that plan.pdf came along. Put a PDF in the folder and name it with @ to have its text read.',
  );
  expect(told('lab/none', pdf)).toBe(
    'None reads no PDF: it is told only that plan.pdf came along.',
  );
  expect(told('lab/text', picture)).toBe(
    'Text Only sees no pictures: it is told only that harbour.png came along.',
  );
  expect(told('lab/text', pdf, picture, words, more)).toBe(
    'Text Only sees no pictures and reads no PDF: it is told only that harbour.png, plan.pdf and more.pdf came along. Put a PDF in the folder and name it with @ to have its text read.',
  );
});

it('a PDF that is attached is listed by its name and size, and the model that cannot read it is told of before it is sent', async () => {
  const id = konsole.addSession({ model: reader });
  konsole.world.drafts.set(id, { text: 'What does it say?', pasted: [], files: [pdf] });
  startPage(konsole.page, () => {});
  await render(<App />);
  await act(async () => {
    showSession(id);
    await loadModels();
  });
  const list = byRole('list', 'Attached files');
  expect(list.textContent).toContain('plan.pdf2.5 MB');
  expect(list.querySelectorAll('img')).toHaveLength(0);
  expect(list.querySelector('svg.lucide-book-text')).not.toBeNull();
  expect(text()).not.toContain('reads no PDF');
  await act(async () => chooseModel(id, 'lab/text'));
  expect(text()).toContain('Text Only reads no PDF: it is told only that plan.pdf came along.');
  expect((byRole('button', 'Send') as HTMLButtonElement).disabled).toBe(false);
  const notes = allByRole('status').map(({ textContent }) => textContent);
  expect(notes.filter((note) => note?.includes('plan.pdf'))).toHaveLength(1);
});
