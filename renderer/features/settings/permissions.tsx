/** Settings, group Permissions: what tools do without asking, rules for and against, the sandbox, and what all of it is worth. */
import type { Settings } from '../../../preload/contract/settings';
import { updateSettings, useSettings } from '../../stores/settings-store';
import { Segmented } from '../../ui/segmented';
import { modes } from '../composer/modes';
import { RuleList } from './rule-list';
import { Hint, Row, Section } from './section';

type Permissions = Settings['permissions'];

/** “All” is for one session and one run; it is never a setting. */
const choices: ReadonlyArray<{ value: Permissions['mode']; label: string }> = [
  { value: 'ask', label: 'Ask' },
  { value: 'edits', label: 'Edits allowed' },
  { value: 'plan', label: 'Plan (read-only)' },
];

function change(permissions: Partial<Permissions>): void {
  void updateSettings({ permissions });
}

export function Permissions() {
  const permissions = useSettings((state) => state.settings?.permissions);
  if (!permissions) return null;
  const { mode, sandbox } = permissions;
  return (
    <Section name="Permissions">
      <Row name="Without asking">
        <Segmented
          label="What tools may do without asking"
          value={mode}
          options={choices}
          onChange={(next) => change({ mode: next })}
        />
        <p className="mt-1 text-small text-ink-3">
          {modes.find((one) => one.mode === mode)?.does} A session can have its own, below its
          message box.
        </p>
      </Row>
      <RuleList
        list="allow"
        label="Always allow"
        example="bash(npm test)"
        empty="Nothing beyond what the choice above allows."
      />
      <RuleList list="deny" label="Never allow" example="bash(git push *)" empty="No rule." />
      <Hint>
        A rule is a tool and what it may be used on, with * for anything:{' '}
        <code>bash(npm run *)</code> is every command that begins with “npm run”,{' '}
        <code>edit(src/**)</code> every file below src. Never wins over always.
      </Hint>
      <Row name="Sandbox">
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            checked={sandbox}
            onChange={(event) => change({ sandbox: event.target.checked })}
            className="mt-[3px] size-4 shrink-0 accent-main"
          />
          <span>
            Run commands in a sandbox, where the system has one
            <span className="block text-small text-ink-2">
              They can write in the session’s folder and its temporary files only.
            </span>
          </span>
        </label>
      </Row>
      <Row name="Without a sandbox">
        A command runs as you. It can read, change and delete all that you can, and reach the
        network. Rules look at the text of a command, not at what a program does once it runs:
        allowing <code>npm test</code> allows whatever the tests do.
      </Row>
      <Row name="The model sees">
        what you write, what its tools read and what commands print; it is sent to the provider you
        chose
      </Row>
    </Section>
  );
}
