/** All tools, in the order in which a model sees them: the order is part of the cached prefix. */
import { globTool } from './glob';
import { grepTool } from './grep';
import { readTool } from './read';
import type { Tool } from './tool';

export function createTools(): readonly Tool[] {
  return [readTool, globTool, grepTool];
}
