/** Models as a person chooses among them: found by what is typed, favourites first, then lately used, then by provider. Pure. */
import type { ModelInfo, ProviderInfo } from '../../../preload/contract/shapes';
import { isDemo } from '../../ui/format';
import { groupsOf, optionName } from './model-groups';

export interface ListedModel {
  model: ModelInfo;
  name: string;
  provider: string;
}

export interface ListedGroup {
  key: string;
  name: string;
  models: readonly ListedModel[];
}

export interface ListedFrom {
  models: readonly ModelInfo[];
  providers: readonly ProviderInfo[] | undefined;
  favourites: readonly string[];
  recent: readonly string[];
  /** What was typed; every word must be in the name, the id or the provider. */
  query: string;
}

/** Each model stands once, in the first group that has it. */
export function listedModels(from: ListedFrom): ListedGroup[] {
  const { models, providers, favourites, recent, query } = from;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = groupsOf(models, providers).map((group) => ({
    key: group.provider,
    name: group.name,
    models: group.models
      .map((model) => ({ model, name: optionName(model), provider: group.name }))
      .filter(({ model, name, provider }) => {
        const text = `${name} ${model.id} ${provider}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
  }));
  const all = new Map(
    groups.flatMap((group) => group.models.map((one) => [one.model.id, one] as const)),
  );
  const take = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const one = all.get(id);
      all.delete(id);
      return one ? [one] : [];
    });
  return [
    { key: '\u0000favourites', name: 'Favourites', models: take(favourites) },
    { key: '\u0000recent', name: 'Recent', models: take(recent) },
    ...groups.map((group) => ({
      ...group,
      models: group.models.filter((one) => all.has(one.model.id)),
    })),
  ].filter((group) => group.models.length > 0);
}

/** When it goes, or that it is gone, and what its provider says to use instead; undefined where no day is known. */
export function retirementWords(
  retires: ModelInfo['retires'],
  now = Date.now(),
): string | undefined {
  if (!retires) return undefined;
  // Its last day is a day of the calendar, wherever the provider is: hours between the zones are not told apart.
  const verb = new Date(now).toISOString().slice(0, 10) > retires.on ? 'retired' : 'retires';
  const instead = retires.instead === undefined ? '' : `, use ${retires.instead}`;
  return `${verb} on ${retires.on}${instead}`;
}

/** The same as a line of its own, under the name in a menu. */
export function retirementLine(model: ModelInfo): string | undefined {
  const words = retirementWords(model.retires);
  return words && words.charAt(0).toUpperCase() + words.slice(1);
}

/** Context, price with its day, and when it goes, as one line. */
export function modelFacts(
  { id, contextTokens, price, asOf, retires }: ModelInfo,
  now = Date.now(),
): string {
  if (isDemo(id)) return '';
  const facts: string[] = [];
  if (contextTokens !== undefined) facts.push(shortTokens(contextTokens));
  if (price) {
    const day = asOf === undefined ? '' : ` (${asOf})`;
    facts.push(`$${price.input} in, $${price.output} out per million${day}`);
  }
  const gone = retirementWords(retires, now);
  if (gone !== undefined) facts.push(gone);
  return facts.join(' · ');
}

/** "200 K", "1.05 M" */
const shortTokens = (value: number) =>
  value >= 1_000_000
    ? `${Number((value / 1_000_000).toFixed(2))} M`
    : `${Math.round(value / 1_000)} K`;
