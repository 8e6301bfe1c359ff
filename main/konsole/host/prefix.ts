/**
 * What stands first in every request of a kind of session, byte for byte the same: what a provider's cache is filled
 * with is what a question finds there.
 */
import type { SessionKind } from '../../../preload/contract/shapes';
import type { ModelRequest, ToolDeclaration } from '../providers/types';
import { systemPrompt } from './prompt';

export type Prefix = Pick<ModelRequest, 'system' | 'tools' | 'quick'>;

export function prefixOf(kind: SessionKind, tools: readonly ToolDeclaration[]): Prefix {
  return { system: systemPrompt(kind), tools, quick: kind === 'chat' };
}
