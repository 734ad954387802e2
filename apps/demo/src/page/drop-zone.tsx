import { useState } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly take: (files: readonly File[]) => void;
  readonly accept?: string;
  readonly multiple?: boolean;
}

/** A place to drop files on, and a button that chooses them. */
export function DropZone({ label, take, accept, multiple = false }: Props) {
  const [isOver, setOver] = useState(false);
  const takeAll = (files: FileList | null | undefined) => {
    if (files && files.length > 0) take([...files]);
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
        takeAll(event.dataTransfer?.files);
      }}
    >
      <span>{label}</span>
      <input
        type="file" accept={accept} multiple={multiple}
        onChange={(event) => {
          takeAll(event.currentTarget.files);
          // The same file again is a change, too: it may have been corrected.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
