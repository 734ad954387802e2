const bytesOfAHead = 1 << 16;

/** The first 64 kB of a file as text; of a gzipped one, of what is in it. */
export async function readHead(file: Blob): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return file.slice(0, bytesOfAHead).text();
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  let head = '';
  try {
    while (head.length < bytesOfAHead) {
      const { value, done } = await reader.read();
      if (done) break;
      head += decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return head;
}
