/** All tools, in the order in which a model sees them: the order is part of the cached prefix. */
import type { SessionKind } from '../../../../preload/contract/shapes';
import { editTool } from './edit';
import { bashTool } from './bash';
import { bashJobTool } from './bash-job';
import { globTool } from './glob';
import { grepTool } from './grep';
import { kontaskTools } from './kontasks';
import { readTool } from './read';
import { explainTool, logsTool, statusTool } from './records';
import { todoTool } from './todo';
import type { Tool } from './tool';
import { webFetchTool } from './web-fetch';
import { writeTool } from './write';

/** A side question looks and does not act; what it finds may be kept, and asked about, as a kontask. */
export function createTools(kind: SessionKind): readonly Tool[] {
  const everywhere = [...records, ...kontaskTools];
  return kind === 'chat' ? [...looking, ...everywhere] : [...looking, ...acting, ...everywhere];
}

const looking: readonly Tool[] = [readTool, globTool, grepTool];
const acting: readonly Tool[] = [
  editTool,
  writeTool,
  bashTool,
  bashJobTool,
  webFetchTool,
  todoTool,
];
const records: readonly Tool[] = [logsTool, statusTool, explainTool];
