import path from 'node:path';
import { type GridError, toGridError } from '../../lib/errors';
import { bytesCodec, StateFile } from '../../lib/keeping';
import type { Dispatcher } from '../../lib/paths';

/** Bytes that outlast the process. */
export interface KeptBytes {
  /** The newest that are known. */
  bytes: Uint8Array | undefined;
  /** What `take` gives is kept soon, or `now`. */
  save(take: () => Uint8Array | Promise<Uint8Array>, now?: boolean): void;
  close(): Promise<void>;
}

/** Opens NAME.state in a folder. */
export async function openKept(
  folder: string,
  name: string,
  onFault: (error: GridError) => void,
): Promise<KeptBytes> {
  const file = new StateFile({
    file: path.join(folder, `${name}.state`),
    format: `gridloom-${name}`,
    version: 1,
    codec: bytesCodec,
    onFault,
  });
  const kept: KeptBytes = {
    bytes: await file.read(),
    save(take, now = false) {
      file.save(async () => {
        kept.bytes = await take();
        return kept.bytes;
      });
      if (now) void file.flush();
    },
    close: () => file.close(),
  };
  return kept;
}

/** A dispatcher that goes on from what was kept, or a new one; and what it decides is kept. */
export function keepDispatcher(
  make: () => Dispatcher,
  gridId: string,
  kept: KeptBytes | undefined,
  onFault: (error: GridError) => void,
): Dispatcher {
  if (kept?.bytes === undefined) return make();
  const dispatcher = make();
  try {
    dispatcher.resume(kept.bytes, gridId);
    return dispatcher;
  } catch (error) {
    onFault(toGridError(error));
    return make();
  }
}
