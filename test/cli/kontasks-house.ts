/** A terminal house whose kontasks are in memory; choices and starts are only written down. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImports } from '../../main/konsole/kontasks/imports';
import type { CommandParams } from '../../preload/contract/commands';
import { toAnswer } from '../../preload/contract/errors';
import type { Kontask } from '../../preload/contract/shapes';
import { openMemoryBook } from '../konsole/kontasks/memory-book';
import { openTerminalHouse, type RunOptions, runCommand } from './terminal-house';

const fixture = join(import.meta.dirname, '../fixtures/kontasks/decision.json');
export const decision = JSON.parse(readFileSync(fixture, 'utf8')) as Kontask;
export const one = (id: string, more: Partial<Kontask> = {}): Kontask => ({
  id,
  type: 'general',
  status: 'pending',
  title: `Title of ${id}`,
  updatedAt: '2026-01-05T00:00:00Z',
  ...more,
});

export async function openKontasksHouse() {
  const house = await openTerminalHouse();
  const folder = mkdtempSync(join(tmpdir(), 'kontasks-'));
  const { book } = await openMemoryBook([
    one('aaaa1111aaaa1111aaaa', { tags: ['x', 'y'], scope: 'home' }),
    one('aaaa2222', { status: 'archived' }),
    one('bbbb1111', { status: 'completed', type: 'answer', scope: 'work' }),
    decision,
  ]);
  const sent: { name: string; params: unknown }[] = [];
  house.answers.to = async (name, params) => {
    try {
      if (name !== 'kontask.choose' && name !== 'kontask.start') {
        return { ok: true, result: await run(name, params) };
      }
      sent.push({ name, params });
      return { ok: true, result: { session: 'feedfeedfeed', turn: 't1' } };
    } catch (error) {
      return toAnswer(error);
    }
  };

  async function run(name: string, params: unknown): Promise<unknown> {
    const given = params as Record<string, never>;
    switch (name) {
      case 'kontask.list':
        return book.list(given);
      case 'kontask.get':
        return book.get(given['id'] ?? '');
      case 'kontask.history':
        return { changes: await book.history(given['id'] ?? '', 1) };
      case 'kontask.update':
        return book.update(params as CommandParams<'kontask.update'>, 'me');
      case 'kontask.delete':
        return book.remove(given['id'] ?? '').then(() => ({}));
      case 'kontask.restore':
        return book.restore(given['id'] ?? '', 'me');
      case 'kontask.export':
        return { kontasks: await book.whole(given['ids']) };
      case 'kontask.import': {
        const { blob = '', ...more } = params as CommandParams<'kontask.import'>;
        writeFileSync(join(folder, blob), house.blobs.bytes(blob));
        const importWorker = join(import.meta.dirname, '../../dist/main/import-worker.cjs');
        const deps = {
          book,
          newId: () => 'copied',
          person: 'me',
          blobFolder: folder,
          dropBlob: async () => undefined,
          importWorker,
        };
        return createImports(deps).take({ blob, ...more }, () => undefined);
      }
      default:
        throw new Error(`no answer to ${name}`);
    }
  }

  return {
    ...house,
    book,
    sent,
    folder,
    run: (argv: readonly string[], options: RunOptions = {}) =>
      runCommand(house, ['kontasks', ...argv], options),
    async close() {
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type KontasksHouse = Awaited<ReturnType<typeof openKontasksHouse>>;
