/** The folder that new sessions work in, and choosing another. Shared by settings and first run. */
import { useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { chooseWorkspace } from '../sessions/session-page';
import { Hint, Row, Section } from './section';

export function WorkspaceRow({ name }: { name: string }) {
  const workspace = useSettings((state) => state.workspace);
  const chosen = useSettings((state) => state.settings?.workspace);
  return (
    <Row
      name={name}
      actions={<Button onClick={() => void chooseWorkspace()}>Choose folder…</Button>}
    >
      {workspace && (
        <code title={workspace} className="block truncate [direction:rtl] text-left">
          <bdi>{workspace}</bdi>
        </code>
      )}
      {workspace !== chosen && (
        <Hint>As Konsole was started. Choose a folder to work elsewhere.</Hint>
      )}
    </Row>
  );
}

export function Workspace() {
  return (
    <Section name="Workspace">
      <WorkspaceRow name="New sessions in" />
      <Hint>Sessions that are there already keep the folder they were made in.</Hint>
    </Section>
  );
}
