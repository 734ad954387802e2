/** Files in a folder beyond which somebody has dropped the wrong one. */
const mostFiles = 20;

/**
 * What was dropped: files, or those of one folder. Has to be called while the event is handled.
 * @throws Error for a folder that cannot be read
 */
export async function droppedFiles({ items, files }: Pick<DataTransfer, 'items' | 'files'>): Promise<readonly File[]> {
  const folder = [...items].map((item) => item.webkitGetAsEntry()).find((entry) => entry?.isDirectory);
  if (!folder) return [...files];
  const reader = (folder as FileSystemDirectoryEntry).createReader();
  const entries: FileSystemEntry[] = [];
  while (entries.length < mostFiles) {
    // A folder tells some of its entries at a time, and none when it has told all.
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (more.length === 0) break;
    entries.push(...more);
  }
  const inside = entries.filter((entry) => entry.isFile).slice(0, mostFiles);
  return Promise.all(inside.map((entry) => new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))));
}
