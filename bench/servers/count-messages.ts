import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Counts the message records of record files, and their bytes; what is acknowledged must stand there. */
export async function countMessages(paths: readonly string[]): Promise<{ messages: number; bytes: number }> {
  let messages = 0;
  let bytes = 0;
  for (const path of paths) {
    for await (const line of createInterface({ input: createReadStream(path) })) {
      bytes += line.length + 1;
      if (line.includes('"kind":"message"')) messages++;
    }
  }
  return { messages, bytes };
}
