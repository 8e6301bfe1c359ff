/** How many processes there are, how much memory they may hold, and whether the provider's cache is kept warm. */
import { settingBounds } from '../../../preload/contract/limits';
import type { Settings } from '../../../preload/contract/settings';
import type { Lane } from '../../../preload/contract/shapes';
import { useSettings, writeSettings } from '../../stores/settings-store';
import { CacheSwitch } from './cache-switch';
import { NumberField } from './number-field';
import { Row } from './section';

const setHosts = (lane: Lane, hosts: number) => writeSettings({ lanes: { [lane]: { hosts } } });

const setPool = (pool: Partial<Settings['pool']>) => writeSettings({ pool });

export function PoolNumbers() {
  const lanes = useSettings((state) => state.settings?.lanes);
  const pool = useSettings((state) => state.settings?.pool);
  if (!lanes || !pool) return null;
  return (
    <>
      <h3 className="pt-3 text-ui font-semibold">Processes</h3>
      <NumberField
        label="For main turns"
        value={lanes.main.hosts}
        bounds={settingBounds.laneHosts}
        unit="processes"
        hint="So many main turns run at once; more wait in line for a free process."
        write={(hosts) => setHosts('main', hosts)}
      />
      <NumberField
        label="For quick turns"
        value={lanes.quick.hosts}
        bounds={settingBounds.laneHosts}
        unit="processes"
        hint="Kept warm for questions alone; no main turn ever takes one."
        write={(hosts) => setHosts('quick', hosts)}
      />
      <NumberField
        label="Memory of one"
        value={pool.hostMemoryMb}
        bounds={settingBounds.hostMemoryMb}
        unit="MB"
        hint="One that has grown past this is replaced: between turns at once, within a turn at twice as much."
        write={(hostMemoryMb) => setPool({ hostMemoryMb })}
      />
      <NumberField
        label="Memory of all"
        value={pool.memoryMb}
        bounds={settingBounds.memoryMb}
        unit="MB"
        hint="Past this no further process is started for main turns; they wait in line."
        write={(memoryMb) => setPool({ memoryMb })}
      />
      <Row name="Provider’s cache">
        <CacheSwitch />
      </Row>
    </>
  );
}
