import { useState } from 'preact/hooks';
import { describeError } from './describe-error.js';
import type { ShownError } from './describe-error.js';
import { droppedFiles } from './dropped-files.js';
import { ErrorNote } from './error-note.js';

interface Props {
  readonly label: string;
  readonly take: (files: readonly File[]) => void;
  readonly accept?: string;
  readonly multiple?: boolean;
}

/** A place to drop files on, and a button that chooses them. */
export function DropZone({ label, take, accept, multiple = false }: Props) {
  const [isOver, setOver] = useState(false);
  const [error, setError] = useState<ShownError>();
  const takeAll = (files: readonly File[]) => {
    setError(undefined);
    if (multiple || files.length === 1) take(files);
    else if (files.length > 1) setError({ message: `One file at a time: these are ${files.length}.` });
  };
  return (
    <label
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) droppedFiles(event.dataTransfer).then(takeAll, (reason: unknown) => setError(describeError(reason)));
      }}
    >
      <span>{label}</span>
      <input
        type="file" accept={accept} multiple={multiple}
        onChange={(event) => {
          if (event.currentTarget.files?.length) takeAll([...event.currentTarget.files]);
          // The same file again is a change, too: it may have been corrected.
          event.currentTarget.value = '';
        }}
      />
      {error && <ErrorNote error={error} />}
    </label>
  );
}
