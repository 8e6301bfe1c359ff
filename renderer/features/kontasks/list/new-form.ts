/** What a person wrote into the form for a new kontask, and the kontask that it makes. Pure. */
import type { KontaskDraft, KontaskFilter } from '../../../../preload/contract/shapes';

export interface NewForm {
  title: string;
  type: string;
  scope: string;
  /** Separated by commas. */
  tags: string;
  targetUser: string;
  description: string;
  choices: ReadonlyArray<{ key: number; label: string; value: string }>;
}

/** Where the list is narrowed to one scope, to tags or to one type, the new one is of these. */
export function emptyForm({ scope, tags, type, targetUser }: KontaskFilter): NewForm {
  const only = (values: readonly string[] | undefined) =>
    values?.length === 1 ? (values[0] ?? '') : '';
  return {
    title: '',
    type: only(type) || 'general',
    scope: only(scope),
    tags: (tags ?? []).join(', '),
    targetUser: only(targetUser),
    description: '',
    choices: [],
  };
}

/** What is empty is left out. A text is what is wrong. */
export function draftOf(form: NewForm): KontaskDraft | string {
  const choices = form.choices
    .map(({ label, value }) => ({ label: label.trim(), value: value.trim() }))
    .filter(({ label, value }) => label !== '' || value !== '');
  const half = choices.findIndex(({ label }) => label === '');
  if (half >= 0) return `Choice ${half + 1} has no label: write a word or two for its button.`;
  const tags = [...new Set(form.tags.split(',').map((tag) => tag.trim()))].filter(Boolean);
  const named = (name: 'scope' | 'targetUser' | 'description') => {
    const text = form[name].trim();
    return text === '' ? {} : { [name]: text };
  };
  return {
    title: form.title.trim(),
    type: form.type.trim() || 'general',
    status: choices.length > 0 ? 'needs_decision' : 'pending',
    ...named('scope'),
    ...named('targetUser'),
    ...named('description'),
    ...(tags.length > 0 ? { tags } : {}),
    ...(choices.length > 0
      ? { context: { choices: choices.map((one) => ({ ...one, value: one.value || one.label })) } }
      : {}),
  };
}
