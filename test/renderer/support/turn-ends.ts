/** What a turn that ended without work says of itself. */
export const zeros = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
export const timing = {
  totalMs: 900,
  ttfeMs: 380,
  thinkingMs: 0,
  respondingMs: 520,
  toolExecutionMs: 0,
  approvalMs: 0,
  retryMs: 0,
  otherMs: 0,
  toolCallCount: 0,
  ttfePct: 42,
  thinkingPct: 0,
  toolsPct: 0,
};
