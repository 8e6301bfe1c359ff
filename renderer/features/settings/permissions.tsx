/** Settings, group Permissions: what the tools of this version may do, in plain words. */
import { Section, Row } from './section';

export function Permissions() {
  return (
    <Section name="Permissions">
      <Row name="Tools may">
        read files, list folders and search in them, inside the folder a session works in
      </Row>
      <Row name="Tools cannot">
        look outside that folder, change or delete anything, run commands, or reach the network
      </Row>
      <Row name="The model sees">
        what you write and what these tools read; it is sent to the provider you chose
      </Row>
    </Section>
  );
}
