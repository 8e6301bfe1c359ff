/** The list of models, as servers write it: each has its own word for how much a model holds. Pure. */
import { knownModel } from '../catalogue';
import { count, isObject, type Json, list, text } from '../json';
import type { ListedModel } from '../types';

/** More than any server has. */
const maxModels = 2_000;

/** As a model may be named in settings. */
const fits = (id: string) => id !== '' && id.length <= 160 && !/\s/.test(id);

/** `told` is the body of the answer; undefined: it is no list of models. */
export function listedModels(told: unknown): ListedModel[] | undefined {
  const all = listIn(told);
  if (!all) return undefined;
  const seen = new Set<string>();
  return all.slice(0, maxModels).flatMap((model) => {
    const one = typeof model === 'string' ? { id: model } : isObject(model) ? model : {};
    const id = text(one.id) || text(one.model) || text(one.name);
    if (!fits(id) || seen.has(id)) return [];
    seen.add(id);
    return [listed(id, one)];
  });
}

function listIn(told: unknown): unknown[] | undefined {
  if (Array.isArray(told)) return told;
  if (!isObject(told)) return undefined;
  // llama-server gives both, and what a model holds in `data` alone.
  if (Array.isArray(told.data)) return told.data;
  if (Array.isArray(told.models)) return told.models;
  // An empty Ollama.
  return told.data === null ? [] : undefined;
}

function listed(id: string, model: Json): ListedModel {
  const known = knownModel(id);
  const name = text(model.display_name) || text(model.name) || known?.name || id;
  const told: ListedModel = { id, name: name.slice(0, 200) };
  const contextTokens = holds(model) ?? known?.contextTokens;
  if (contextTokens !== undefined) told.contextTokens = contextTokens;
  const most = mostOut(model) ?? known?.maxOutputTokens;
  if (most !== undefined) told.maxOutputTokens = most;
  const tools = callsTools(model);
  if (tools !== undefined) told.tools = tools;
  const images = seesPictures(model);
  if (images !== undefined) told.images = images;
  if (readsPdf(model)) told.pdf = true;
  return told;
}

const tokens = (...values: unknown[]) =>
  values.map((value) => count(value)).find((value) => value !== undefined && value > 0);

function holds(model: Json): number | undefined {
  const meta = isObject(model.meta) ? model.meta : {};
  const top = isObject(model.top_provider) ? model.top_provider : {};
  return tokens(
    // What the server was started with is less than what the model was made for.
    meta.n_ctx,
    top.context_length,
    model.max_model_len,
    model.loaded_context_length,
    model.context_length,
    model.context_window,
    model.max_context_length,
    model.max_input_tokens,
    meta.n_ctx_train,
  );
}

function mostOut(model: Json): number | undefined {
  const top = isObject(model.top_provider) ? model.top_provider : {};
  return tokens(
    top.max_completion_tokens,
    model.max_completion_tokens,
    model.max_output_tokens,
    model.max_output_length,
  );
}

function callsTools(model: Json): boolean | undefined {
  if (Array.isArray(model.supported_parameters))
    return model.supported_parameters.includes('tools');
  const abilities = isObject(model.capabilities) ? model.capabilities : {};
  const told = abilities.function_calling ?? abilities.tools;
  return typeof told === 'boolean' ? told : undefined;
}

function seesPictures(model: Json): boolean | undefined {
  const { input_modalities: ways } = isObject(model.architecture) ? model.architecture : model;
  if (Array.isArray(ways)) return list(ways).includes('image');
  const told = isObject(model.capabilities) ? model.capabilities.vision : undefined;
  return typeof told === 'boolean' ? told : undefined;
}

/** OpenRouter names "file" for those that read one by themselves, and has the words of it read out to all others. */
function readsPdf(model: Json): boolean {
  const { input_modalities: ways } = isObject(model.architecture) ? model.architecture : model;
  return Array.isArray(ways) && list(ways).some((way) => way === 'file' || way === 'pdf');
}
