/** Settings, group Hotkey: which keys open the quick window, whether they work, and a press that proves it. */
import { Check } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { DesktopInfo } from '../../../preload/contract/desktop';
import { useDesktop } from '../../stores/desktop-store';
import { updateSettings, useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { Kbd, keysOf } from '../../ui/kbd';
import { cx } from '../../ui/class-names';
import { recorded } from './accelerator';
import { Hint, Row, Section } from './section';

const standard = 'CommandOrControl+Shift+Space';
const onMac = () => /mac/i.test(navigator.platform);

export function Hotkey() {
  const hotkey = useSettings((state) => state.settings?.hotkey);
  const info = useDesktop((state) => state.info?.hotkey);
  if (hotkey === undefined) return <Section name="Hotkey">{null}</Section>;
  const save = (accelerator: string) => void updateSettings({ hotkey: accelerator });
  return (
    <Section name="Hotkey">
      <Row
        name="Quick turn"
        actions={
          <>
            {hotkey !== standard && <Button onClick={() => save(standard)}>Standard</Button>}
            {hotkey !== '' && <Button onClick={() => save('')}>Switch off</Button>}
          </>
        }
      >
        <Recorder accelerator={hotkey} onRecorded={save} />
      </Row>
      <Row
        name=""
        actions={
          // The app that holds the keys may have let go of them; saving the same ones asks for them again.
          info?.state === 'taken' && <Button onClick={() => save(hotkey)}>Try again</Button>
        }
      >
        <State info={info} />
      </Row>
      <Hint>
        Where the desktop binds its own keys, bind them to <code>vibe-konsole --quick</code>: it
        opens the quick window of the running app.
      </Hint>
    </Section>
  );
}

function State({ info }: { info: DesktopInfo['hotkey'] | undefined }) {
  if (!info) return null;
  if (info.confirmed) {
    return (
      <p role="status" className="flex items-center gap-1.5 text-ok">
        <Check size={14} aria-hidden /> pressed and received
      </p>
    );
  }
  const said = words(info);
  return (
    <p role="status" className={said.bad ? 'text-bad' : 'text-ink-2'}>
      {said.text}
    </p>
  );
}

function words(info: DesktopInfo['hotkey']): { text: string; bad: boolean } {
  const keys = keysOf(info.accelerator).join(' ');
  const more = info.message ? ` ${info.message}` : '';
  switch (info.state) {
    case 'registered':
      return {
        text: `Registered. Press ${keys} now, to be sure that it arrives.${more}`,
        bad: false,
      };
    case 'taken':
      return {
        text: info.message ?? `Another app has taken ${keys}. Record other keys.`,
        bad: true,
      };
    case 'unsupported':
      return {
        text: info.message ?? 'This desktop lets no app register keys of its own.',
        bad: true,
      };
    case 'waiting':
      return { text: info.message ?? 'Waiting for the desktop to allow it.', bad: false };
    case 'off':
      return {
        text: info.message ?? 'Switched off. The tray menu opens the quick window.',
        bad: false,
      };
  }
}

function Recorder({
  accelerator,
  onRecorded,
}: {
  accelerator: string;
  onRecorded: (keys: string) => void;
}) {
  const [recording, setRecording] = useState(false);
  const [held, setHeld] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const stop = () => {
    setRecording(false);
    setHeld('');
    setTrouble(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording) return;
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Tab' && bare) return stop();
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && bare) return stop();
    const result = recorded(event, onMac());
    setTrouble(result.state === 'refused' ? result.message : undefined);
    if (result.state === 'holding') setHeld(result.keys);
    if (result.state !== 'done') return;
    stop();
    onRecorded(result.accelerator);
  };
  return (
    <div>
      <button
        type="button"
        aria-pressed={recording}
        onClick={() => setRecording(true)}
        onBlur={stop}
        onKeyDown={onKeyDown}
        onKeyUp={() => setHeld('')}
        className={cx(
          'relative flex h-[34px] w-full items-center gap-1.5 rounded-control border bg-raised px-2.5 text-left',
          recording ? 'border-main' : 'border-line hover:bg-hover',
        )}
      >
        <span className="hidden-text">{recording ? 'Recording: ' : 'Record the hotkey, now '}</span>
        {recording ? (
          <span className="text-ink-2">
            {held ? keysOf(held).join(' ') : 'Press the keys, Esc leaves them as they are'}
          </span>
        ) : accelerator === '' ? (
          <span className="text-ink-3">off</span>
        ) : (
          <>
            {keysOf(accelerator).map((key) => (
              <Kbd key={key} keys={key} />
            ))}
            <span className="ml-auto text-small text-ink-3">change</span>
          </>
        )}
      </button>
      {trouble && (
        <p role="alert" className="mt-1 text-small text-bad">
          {trouble}
        </p>
      )}
    </div>
  );
}
