/** A kontask that a person writes: a title is enough. Enter makes it and opens its page. */
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { ComponentProps, FormEvent, KeyboardEvent } from 'react';
import { limits } from '../../../../preload/contract/limits';
import { command, messageOf } from '../../../stores/commands';
import { useKontasks } from '../../../stores/kontasks-store';
import { showKontask } from '../../../stores/ui-store';
import { Button, IconButton } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Field, Input, useFieldProps } from '../../../ui/field';
import { draftOf, emptyForm } from './new-form';
import type { NewForm } from './new-form';

export function NewKontask({ onClose }: { onClose: () => void }) {
  // What the list is narrowed to is what the new one most likely belongs to.
  const [form, setForm] = useState<NewForm>(() => emptyForm(useKontasks.getState().filter));
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const set = (part: Partial<NewForm>) => setForm({ ...form, ...part });
  const make = async (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (busy) return;
    const kontask = draftOf(form);
    if (typeof kontask === 'string') return setTrouble(kontask);
    setBusy(true);
    try {
      const made = await command('kontask.create', { kontask });
      onClose();
      showKontask(made.kontask.id);
    } catch (error) {
      setTrouble(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title="New kontask" width={560}>
      <form className="mt-4 space-y-3" onSubmit={(event) => void make(event)}>
        <Field label="Title">
          <Input
            maxLength={limits.kontaskTitleChars}
            value={form.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Type">
            <Input
              maxLength={100}
              value={form.type}
              onChange={(event) => set({ type: event.target.value })}
            />
          </Field>
          <Field label="Scope">
            <Input
              maxLength={200}
              value={form.scope}
              onChange={(event) => set({ scope: event.target.value })}
            />
          </Field>
          <Field label="Tags" hint="Separated by commas">
            <Input value={form.tags} onChange={(event) => set({ tags: event.target.value })} />
          </Field>
          <Field label="For" hint="A person, or an agent such as claude">
            <Input
              maxLength={200}
              value={form.targetUser}
              onChange={(event) => set({ targetUser: event.target.value })}
            />
          </Field>
        </div>
        <Field label="Description">
          <Area
            rows={3}
            maxLength={limits.kontaskDescriptionChars}
            value={form.description}
            onChange={(event) => set({ description: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void make(event);
            }}
          />
        </Field>
        <Choices form={form} set={set} />
        {trouble !== undefined && (
          <p role="alert" className="text-bad">
            {trouble}
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={busy || form.title.trim() === ''}>
            Make kontask
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Area(props: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...useFieldProps()}
      {...props}
      className="w-full min-w-0 resize-y rounded-control border border-line bg-raised px-2.5 py-1.5 text-ui text-ink"
    />
  );
}

function Choices({ form, set }: { form: NewForm; set: (part: Partial<NewForm>) => void }) {
  const change = (at: number, part: Partial<NewForm['choices'][number]>) =>
    set({ choices: form.choices.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-ink-2">Choices</legend>
      {form.choices.map((choice, at) => (
        <div key={choice.key} className="flex items-center gap-2">
          <Input
            aria-label={`Label of choice ${at + 1}`}
            placeholder="Label"
            maxLength={200}
            className="max-w-[170px]"
            value={choice.label}
            onChange={(event) => change(at, { label: event.target.value })}
          />
          <Input
            aria-label={`Text of choice ${at + 1}`}
            placeholder="What it says to the agent"
            maxLength={limits.choiceChars}
            value={choice.value}
            onChange={(event) => change(at, { value: event.target.value })}
          />
          <IconButton
            label={`Remove choice ${at + 1}`}
            onClick={() => set({ choices: form.choices.toSpliced(at, 1) })}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      {form.choices.length < limits.kontaskChoices && (
        <Button
          size="small"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => {
            const key = (form.choices.at(-1)?.key ?? 0) + 1;
            set({ choices: [...form.choices, { key, label: '', value: '' }] });
          }}
        >
          Add a choice
        </Button>
      )}
    </fieldset>
  );
}
