/** Saving a kontask as a file, where the person says. Failures are shown. */
import type { Kontask } from '../../../../preload/contract/shapes';
import { commandOrToast, desktopOrToast } from '../../../stores/commands';
import { wholeKontask } from '../../../stores/kontask-store';
import { toast } from '../../../ui/toast';
import { fileName } from '../../sessions/session-actions';

export type ExportFormat = 'json' | 'markdown' | 'html' | 'pdf';

export const exportFormats: ReadonlyArray<{ format: ExportFormat; name: string }> = [
  { format: 'json', name: 'JSON' },
  { format: 'markdown', name: 'Markdown' },
  { format: 'html', name: 'HTML' },
  { format: 'pdf', name: 'PDF' },
];

const endings: Record<ExportFormat, string> = {
  json: 'json',
  markdown: 'md',
  html: 'html',
  pdf: 'pdf',
};

export async function exportKontask(kontask: Kontask, format: ExportFormat): Promise<void> {
  const name = `${fileName(kontask.title)}.${endings[format]}`;
  const saved = await save(kontask, format, name);
  if (saved?.path) toast({ message: `Saved to ${saved.path}` });
}

async function save(kontask: Kontask, format: ExportFormat, name: string) {
  if (format === 'json') {
    const exported = await commandOrToast('kontask.export', { ids: [kontask.id] });
    const [one] = exported?.kontasks ?? [];
    if (!one) return undefined;
    return await desktopOrToast('desktop.save-text', { name, text: JSON.stringify(one, null, 2) });
  }
  const whole = await wholeKontask(kontask);
  const output = whole.context?.output ?? '';
  const { outputHtml, outputMarkdown } = await import('./output-parts');
  if (format === 'markdown') {
    const { kontaskMarkdown } = await import('./markdown');
    const text = kontaskMarkdown(kontask, outputMarkdown(output));
    return await desktopOrToast('desktop.save-text', { name, text });
  }
  const { kontaskHtml } = await import('./html');
  const html = kontaskHtml(kontask, outputHtml(output));
  return format === 'pdf'
    ? await desktopOrToast('desktop.save-pdf', { name, html })
    : await desktopOrToast('desktop.save-text', { name, text: html });
}
