/** Times, sizes, counts and paths as a person reads them. Pure: `now` comes in. */

/** 0.1 s · 48.2 s · 3 m 41 s · 2 h 5 m. Input in ms. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} m ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** As `duration`, with hundredths below a tenth: a step that took 20 ms took some time. */
export function stepDuration(ms: number): string {
  return ms > 0 && ms < 95 ? `${Math.max(0.01, ms / 1000).toFixed(2)} s` : duration(ms);
}

/** Whole seconds, for what ticks once a second: 6 s · 3 m 41 s. */
export function seconds(ms: number): string {
  const whole = Math.floor(Math.max(0, ms) / 1000);
  return whole < 60 ? `${whole} s` : duration(whole * 1000);
}

const day = 24 * 60 * 60 * 1000;

/** now · 5 min ago · 3 h ago · yesterday · 4 days ago · 12 Mar 2026. */
export function age(at: number, now: number): string {
  const past = now - at;
  if (past < 60_000) return 'now';
  if (past < 60 * 60_000) return `${Math.floor(past / 60_000)} min ago`;
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return `${Math.floor(past / (60 * 60_000))} h ago`;
  if (at >= midnight - day) return 'yesterday';
  const days = Math.ceil((midnight - at) / day);
  if (days < 7) return `${days} days ago`;
  return new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** Thin groups: 1 204. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** 850 · 7.6 k · 76 k · 1.2 M. */
export function tokens(value: number): string {
  if (value < 1000) return String(Math.round(value));
  if (value < 9950) return `${(value / 1000).toFixed(1).replace(/\.0$/, '')} k`;
  if (value < 999_500) return `${Math.round(value / 1000)} k`;
  return `${(value / 1_000_000).toFixed(1).replace(/\.0$/, '')} M`;
}

export function dollars(value: number): string {
  if (value > 0 && value < 0.01) return '< $0.01';
  return `$${value.toFixed(2)}`;
}

/** The price of one answer, fine enough to be compared with another: $0.0021 · $0.34. */
export function price(value: number): string {
  if (value > 0 && value < 0.0001) return '< $0.0001';
  return value > 0 && value < 0.1 ? `$${value.toFixed(4)}` : dollars(value);
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MB`;
}

/** 850 B · 12 KB · 3.4 MB. Input in bytes. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 999_500) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  const mega = bytes / 1_000_000;
  return mega < 9.95 ? `${mega.toFixed(1).replace(/\.0$/, '')} MB` : `${Math.round(mega)} MB`;
}

/** 1 tool · 12 tools. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The last part of a path, either slash. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;
}

/** A model's name without its provider: `anthropic/claude-opus-5-5` → `claude-opus-5-5`. */
export function modelName(id: string): string {
  const slash = id.indexOf('/');
  return slash < 0 ? id : id.slice(slash + 1);
}

/** True for the scripted provider that needs no key. */
export function isDemo(model: string | undefined): boolean {
  return model?.startsWith('demo/') ?? false;
}

export const demoLabel = 'Demo: scripted answers, no AI';
