/** The page of a session that does not exist yet: what to ask, and the way to ask from anywhere. */
import { useDesktop } from '../../stores/desktop-store';
import { useSettings } from '../../stores/settings-store';
import { baseName } from '../../ui/format';
import { Kbd } from '../../ui/kbd';

export interface WelcomeProps {
  demo: boolean;
  /** Puts an example in the composer. */
  onExample: (text: string) => void;
}

const examples = [
  'What is in this folder, and where would I start reading?',
  'Find every place that handles errors, and say which ones swallow them.',
  'Which files changed the shape of the data, and who depends on them?',
];

export function Welcome({ demo, onExample }: WelcomeProps) {
  const hotkey = useDesktop((state) => state.info?.hotkey);
  const workspace = useSettings((state) => state.settings?.workspace);
  return (
    <div className="mx-auto flex h-full w-full max-w-[560px] flex-col justify-center gap-5 px-6 py-8">
      <div>
        <h1 className="text-page font-semibold">
          {workspace ? `Ask about ${baseName(workspace)}` : 'Ask about a folder'}
        </h1>
        <p className="mt-1.5 text-ink-2">
          A session reads and searches the folder, changes files and runs commands once you allow
          it, and shows every step as it happens.
          {demo && ' The demo really runs its tools there; only its words are scripted.'}
        </p>
      </div>
      <ul aria-label="Examples" className="space-y-1.5">
        {examples.map((example) => (
          <li key={example}>
            <button
              type="button"
              onClick={() => onExample(example)}
              className="w-full rounded-card border border-line-soft px-3.5 py-2 text-left text-ink-2 hover:bg-hover hover:text-ink"
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
      {hotkey && hotkey.accelerator !== '' && (
        <p className="text-ink-3">
          {hotkey.state === 'registered' ? (
            <>
              <Kbd keys={hotkey.accelerator} /> asks a quick question from anywhere, even while a
              session works.
            </>
          ) : (
            (hotkey.message ?? 'The hotkey for quick turns is not active. Settings say why.')
          )}
        </p>
      )}
    </div>
  );
}
