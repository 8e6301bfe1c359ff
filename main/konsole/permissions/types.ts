/** What a call wants to be allowed, and what the rules say to it. Pure types. */

/** A path is relative to the workspace with `/`, or absolute where it lies outside. */
export type Wanted =
  | { kind: 'read'; tool: string; path: string; outside: boolean }
  | { kind: 'write'; tool: string; path: string; outside: boolean }
  /** `sandboxed`: it can write only in the folder. */
  | { kind: 'shell'; tool: string; command: string; sandboxed: boolean; background: boolean }
  | { kind: 'web'; tool: string; url: string };

export type Risk = 'low' | 'medium' | 'high';

export type Verdict =
  | { verdict: 'allow' }
  /** `why` is for the model and a person: which rule, and what may be done instead. */
  | { verdict: 'deny'; why: string }
  | {
      verdict: 'ask';
      risk: Risk;
      /** What "Allow for this session" would grant, exactly; empty: it cannot be granted. */
      rules: string[];
      /** What is not plain from the call: it lies outside the folder, it cannot be parsed. */
      why?: string;
      /** The commands that were found in a shell line. */
      commands?: string[];
    };
