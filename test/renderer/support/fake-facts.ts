/** What the konsole in memory says of itself: models, providers, settings, pool, desktop. */
import { type JsonObject, mergePatch } from '../../../main/konsole/storage/merge-patch';
import type { Answer } from '../../../preload/contract/errors';
import type { Settings } from '../../../preload/contract/settings';
import type { plainWorld } from './fake-world';

const ok = (result: unknown): Answer => ({ ok: true, result });

export function fakeFacts(world: ReturnType<typeof plainWorld>) {
  return {
    'model.list': () => ok({ models: world.models }),
    'provider.list': () =>
      ok({
        providers: world.providers,
        houses: world.houses,
        localServers: world.localServers,
      }),
    'settings.get': () =>
      ok({
        settings: world.settings,
        problems: [],
        effective: world.effective ?? world.settings.models,
        workspace: world.settings.workspace ?? world.startedIn,
        rev: world.pool.settingsRev ?? 1,
      }),
    'settings.update': ({ patch }: Record<string, unknown>) => {
      world.settings = mergePatch(world.settings, patch as JsonObject) as Settings;
      return ok({ settings: world.settings });
    },
    'pool.status': () => ok(world.pool),
    'desktop.info': () => ok(world.info),
  };
}
