/** How a provider is reached and served: proxy, certificates and tier, as fields of a form. */
import { Field, Input, Select } from '../../ui/field';
import type { Way, WayTrouble } from './way';

export interface WayFieldsProps {
  way: Way;
  /** What it offers; empty or absent: it has no tiers. */
  tiers: readonly string[] | undefined;
  wrong: WayTrouble;
  onChange: (way: Way) => void;
}

export function WayFields({ way, tiers = [], wrong, onChange }: WayFieldsProps) {
  return (
    <>
      <Field
        label="Proxy"
        layout="row"
        error={wrong.proxy}
        hint="Empty: what HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say."
      >
        <Input
          value={way.proxy}
          spellCheck={false}
          placeholder="http://proxy.lan:3128"
          aria-invalid={wrong.proxy !== undefined}
          onChange={(event) => onChange({ ...way, proxy: event.target.value })}
          className="font-mono"
        />
      </Field>
      <Field
        label="Certificates"
        layout="row"
        error={wrong.certificates}
        hint="A PEM file with the authority of this server or proxy. Empty: those that this computer knows."
      >
        <Input
          value={way.certificates}
          spellCheck={false}
          placeholder="/etc/ssl/company.pem"
          aria-invalid={wrong.certificates !== undefined}
          onChange={(event) => onChange({ ...way, certificates: event.target.value })}
          className="font-mono"
        />
      </Field>
      {tiers.length > 0 && (
        <Field label="Tier" layout="row">
          <Select
            value={way.tier}
            onChange={(event) => onChange({ ...way, tier: event.target.value })}
          >
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
