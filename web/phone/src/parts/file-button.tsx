import type { ComponentChildren, JSX } from 'preact';

interface FileButtonProps {
  readonly class: string;
  /** Opens the phone's own camera app instead of the album. */
  readonly capture?: 'environment' | 'user';
  readonly onFile: (file: Blob) => void;
  readonly children: ComponentChildren;
}

/** A file field that looks like a button: the field itself stays in the page for keyboards and screen readers. */
export function FileButton({ class: look, capture, onFile, children }: FileButtonProps): JSX.Element {
  return (
    <label class={`file ${look}`}>
      <input
        type="file"
        accept="image/*"
        class="unseen"
        {...(capture === undefined ? {} : { capture })}
        onChange={(event) => {
          const field = event.currentTarget;
          const file = field.files?.[0];
          field.value = ''; // The same file chosen again must count as a choice.
          if (file !== undefined) onFile(file);
        }}
      />
      {children}
    </label>
  );
}
