/** How a provider is reached and served: proxy and tier, as fields of a form. */
import { Field, Input, Select } from '../../ui/field';

export interface WayFieldsProps {
  proxy: string;
  tier: string;
  /** What it offers; empty or absent: it has no tiers. */
  tiers: readonly string[] | undefined;
  error: string | undefined;
  onProxy: (proxy: string) => void;
  onTier: (tier: string) => void;
}

export function WayFields({ proxy, tier, tiers = [], error, onProxy, onTier }: WayFieldsProps) {
  return (
    <>
      <Field
        label="Proxy"
        layout="row"
        error={error}
        hint="Empty: what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say."
      >
        <Input
          value={proxy}
          spellCheck={false}
          placeholder="http://proxy.lan:3128"
          aria-invalid={error !== undefined}
          onChange={(event) => onProxy(event.target.value)}
          className="font-mono"
        />
      </Field>
      {tiers.length > 0 && (
        <Field label="Tier" layout="row">
          <Select value={tier} onChange={(event) => onTier(event.target.value)}>
            <option value="">As the provider does by itself</option>
            {tiers.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </>
  );
}
