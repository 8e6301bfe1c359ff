/** Tries a provider as a turn would: what does it offer, and does one of its models answer? */
import type { Settings } from '../../../preload/contract/settings';
import type { ModelInfo } from '../../../preload/contract/shapes';
import type { ProviderAccess } from '../host/protocol';
import { houseOf } from '../providers/houses';
import { type Catalogue, counted } from './catalogue';
import { readModelName } from './names';
import { originOf } from './origins';
import { inOneLine } from './told';

/** Never rejects: what went wrong is an answer in words. */
export async function testProvider(
  catalogue: Catalogue,
  access: ProviderAccess,
  models: Settings['models'],
): Promise<{ ok: boolean; message: string; models?: number }> {
  const tested = await catalogue.test(access);
  const listed = tested.ok ? tested.models : [];
  const model = modelToAsk(access, models, listed);
  if (model === undefined) {
    if (!tested.ok) return { ok: false, message: inOneLine(tested) };
    const hint = 'Choose one of its models in Settings → Models, or load one there.';
    return { ok: false, message: `${access.id} lists no model. ${hint}` };
  }
  const answer = await catalogue.ask(access, model);
  if (!answer.ok) return { ok: false, message: inOneLine(answer) };
  const said = `${model} answered in ${answer.ms} ms`;
  if (!tested.ok) return { ok: true, message: `${said}.` };
  const { length } = listed;
  return { ok: true, message: `${said}; ${counted(length)} can be used.`, models: length };
}

/** The one that a person chose of this provider; else the house's quick one, where it is there; else the first listed. */
function modelToAsk(
  access: ProviderAccess,
  { quick, main }: Pick<Settings['models'], 'quick' | 'main'>,
  listed: readonly ModelInfo[],
): string | undefined {
  for (const chosen of [quick, main]) {
    const name = readModelName(chosen);
    if (name?.provider === access.id) return name.model;
  }
  const usual = houseOf(access.kind)?.defaults?.quick;
  const isListed = listed.some(({ id }) => id === `${access.id}/${usual}`);
  const isOwn = originOf(access) === originOf({ kind: access.kind });
  if (usual !== undefined && (isListed || (isOwn && listed.length === 0))) return usual;
  return listed[0]?.id.slice(access.id.length + 1);
}
