/**
 * What is to outlast the process: small documents (`StateFile`) and logs (`Journal`). Neither holds the event loop,
 * neither throws for what a disk does: faults are reported, and the work goes on.
 */
export { ABANDONED_MS } from './limits';
export { type Archive, ArchiveReader, ArchiveWriter } from './archive';
export { attachedCodec, bytesCodec, type Codec, jsonCodec } from './codec';
export { Journal, type JournalOptions, type JournalRecord } from './journal';
export { StateFile, type StateFileOptions } from './state-file';
export { sweepFolders } from './sweep';
export { fingerprintOf, readState, writeState } from './whole-state';
