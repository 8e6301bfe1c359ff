/** What the konsole in memory answers to a composer: kept drafts, files of the folder. */
import type { Answer } from '../../../preload/contract/errors';
import { quickPlace } from '../../../renderer/stores/draft-store';

type Params = Record<string, unknown>;

/** `files` are those of every folder; drafts live as long as the object does, as the engine's outlive a window. */
export function fakeWriting(world: { files: string[]; drafts: Map<string, unknown> }) {
  const placeOf = ({ session, place }: Params) =>
    typeof session === 'string' ? session : place === 'quick' ? quickPlace : '';
  return {
    'draft.get': (params: Params): Answer => {
      const draft = world.drafts.get(placeOf(params));
      return { ok: true, result: draft === undefined ? {} : { draft } };
    },
    'draft.keep': (params: Params): Answer => {
      if (params.draft === undefined) world.drafts.delete(placeOf(params));
      else world.drafts.set(placeOf(params), params.draft);
      return { ok: true, result: {} };
    },
    'workspace.files': ({ query, limit }: Params): Answer => {
      const wanted = (typeof query === 'string' ? query : '').toLowerCase();
      const files = world.files.filter((path) => path.toLowerCase().includes(wanted));
      return { ok: true, result: { files: files.slice(0, Number(limit ?? 50)) } };
    },
  };
}
