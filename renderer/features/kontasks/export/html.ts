/** A kontask's page as one HTML document that needs nothing else and in which nothing runs. */
import type { Kontask } from '../../../../preload/contract/shapes';
import { escapeHtml } from '../output/as-html';
import { factsOf } from './facts';

/** No script, no network, no form: whatever a reader makes of the rest. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const look = `
:root { color-scheme: light dark; }
body { max-width: 860px; margin: 32px auto; padding: 0 20px; font: 15px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 24px; line-height: 1.3; }
h2 { margin-top: 32px; font-size: 17px; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; }
td, th { padding: 4px 12px 4px 0; text-align: left; vertical-align: top; }
.output { position: relative; overflow: hidden; contain: layout paint; }
.output table :is(td, th) { padding: 4px 10px; border: 1px solid; }
@media print { body { margin: 0; max-width: none; } }
`;

/** `output`: safe HTML (`safeHtml`, or text through `escapeHtml`); empty where it has none. */
export function kontaskHtml(kontask: Kontask, output: string): string {
  const { title, description, context } = kontask;
  const { choices = [], chosen } = context ?? {};
  const items = choices.map(
    ({ label, value, primary }) =>
      `<li><strong>${escapeHtml(label)}</strong>${primary ? ' (recommended)' : ''}: ${escapeHtml(value)}</li>`,
  );
  const facts = factsOf(kontask).map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const decided = chosen
    ? `<p>Decided: ${escapeHtml(chosen.label === undefined ? '' : `${chosen.label}: `)}${escapeHtml(chosen.value)} (${escapeHtml(chosen.by)}, ${escapeHtml(chosen.at)})</p>`
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${look}</style>
</head>
<body>
<h1 dir="auto">${escapeHtml(title)}</h1>
${description ? `<p dir="auto">${escapeHtml(description)}</p>` : ''}
${output === '' ? '' : `<h2>Output</h2>\n<div class="output" dir="auto">${output}</div>`}
${items.length === 0 ? '' : `<h2>Quick actions</h2>\n<ul>${items.join('\n')}</ul>`}
${decided}
<h2>Details</h2>
<table>${facts.join('\n')}</table>
</body>
</html>
`;
}
