/** What a compatible server says of its models: each in its own words. Pure. */
import type { ListedModel } from '../types';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const count = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** More than any server has. */
const maxModels = 2_000;

export function modelsOf(body: unknown): ListedModel[] {
  const inside = isObject(body) ? (body.data ?? body.models) : body;
  return list(inside).slice(0, maxModels).flatMap(modelOf);
}

function modelOf(value: unknown): ListedModel[] {
  if (!isObject(value)) return [];
  const id = [value.id, value.name].find((one) => typeof one === 'string' && one !== '');
  if (typeof id !== 'string' || id.length > 160 || /\s/.test(id)) return [];
  const named = typeof value.name === 'string' && value.name !== '' ? value.name : id;
  const told: ListedModel = { id, name: named.slice(0, 200) };
  const { top_provider: top, meta, capabilities, architecture } = value;
  const contextTokens = [
    value.context_length,
    value.max_context_length,
    value.max_model_len,
    value.context_window,
    isObject(top) ? top.context_length : undefined,
    isObject(meta) ? (meta.n_ctx ?? meta.n_ctx_train) : undefined,
  ]
    .map(count)
    .find((one) => one !== undefined);
  if (contextTokens !== undefined) told.contextTokens = contextTokens;
  const most = isObject(top) ? count(top.max_completion_tokens) : undefined;
  if (most !== undefined) told.maxOutputTokens = most;
  if (Array.isArray(value.supported_parameters)) {
    told.tools = value.supported_parameters.includes('tools');
  } else if (isObject(capabilities) && typeof capabilities.function_calling === 'boolean') {
    told.tools = capabilities.function_calling;
  }
  if (isObject(architecture) && Array.isArray(architecture.input_modalities)) {
    told.images = architecture.input_modalities.includes('image');
  }
  return [told];
}
