/** Settings, group Transport: how events come from the engine to this window. It says what is, not what may be. */
import { useHealth } from '../../stores/health-store';
import { usePool } from '../../stores/pool-store';
import { useSettings } from '../../stores/settings-store';
import { Hint, Row, Section } from './section';

const names: Record<string, string> = { direct: 'Direct', sse: 'SSE', websocket: 'WebSocket' };
const nameOf = (transport: string) => names[transport] ?? transport;

export function Transport() {
  const lanes = usePool((state) => state.status?.lanes);
  const wanted = useSettings((state) => state.settings?.lanes);
  const own = useHealth((state) => state.health?.transport);
  if (own === 'sse') {
    return (
      <Section name="Transport">
        <Row name="This page">SSE</Row>
        <Hint>Over HTTP, as every client outside the desktop app.</Hint>
      </Section>
    );
  }
  const main = lanes?.main.transport ?? 'direct';
  const quick = lanes?.quick.transport ?? 'direct';
  const differs =
    wanted !== undefined && (wanted.main.transport !== main || wanted.quick.transport !== quick);
  return (
    <Section name="Transport">
      <Row name="Main turns">{nameOf(main)}</Row>
      <Row name="Quick turn">{nameOf(quick)}</Row>
      <Hint>
        Direct: both stream inside the app, with no socket in between. The windows of this version
        know this one way.
      </Hint>
      {differs && (
        <p className="text-small text-bad">
          settings.json asks for {nameOf(wanted.main.transport)} and{' '}
          {nameOf(wanted.quick.transport)}; this version uses what is shown above instead.
        </p>
      )}
    </Section>
  );
}
