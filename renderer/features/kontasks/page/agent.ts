/** Whether a kontask is meant for an agent, by the name it is for. Pure. */

/** What agents, model families and assistants are called, as a whole word of the name. */
const words = new Set(
  (
    'agent agents assistant ai bot llm model claude opus sonnet haiku fable anthropic gpt chatgpt openai codex gemini gemma google llama ' +
    'mistral mixtral codestral qwen deepseek grok phi kimi glm command copilot cursor konsole ollama demo'
  ).split(' '),
);

/** `o1`, `o3-mini`, `gpt4`, `llama3.1`, `qwen2`: a family with its number. */
const numbered = /^(?:o[1-9]|(?:gpt|llama|qwen|gemma|phi|glm|grok|claude|gemini|mistral)\d)/;

/**
 * `claude`, `the assistant`, `gpt-5`, `anthropic/claude-opus-5-5`, `code-review-agent`. A person whose name only has one
 * of the words within (`Claudette`) is none, and neither is an address of mail.
 */
export function isAgent(targetUser: string | undefined): boolean {
  const name = targetUser?.trim().toLowerCase() ?? '';
  if (name === '' || /^\S+@\S+\.\S+$/.test(name)) return false;
  if (/^[a-z0-9][\w.-]*\/\S+$/.test(name)) return true;
  const parts = name.split(/[^\p{L}\p{N}.]+/u).filter(Boolean);
  return parts.some((part) => words.has(part) || numbered.test(part));
}
