import type { Network, Snapshot } from '../../lib/contract';
import type { GridError } from '../../lib/errors';
import type { Grid } from '../../lib/grid';
import { type Point, readPointList, readTextFile, type TelemetryMessage } from '../../lib/scada';
import type { GridTelemetrySettings } from './settings';

/** What both kinds of source are given, and tell. */
export interface SourceOptions {
  settings: GridTelemetrySettings;
  network: Promise<Network>;
  newRunId(): string;
  /** Where a live run is kept; nowhere where nothing is said. */
  file?: string;
  /** Why a run that was kept is not the one that goes on, or cannot be kept. */
  onNotice(error: GridError): void;
  onSnapshot(snapshot: Snapshot): void;
  /** A line for the node's status. */
  onStatus(fill: 'green' | 'yellow' | 'grey' | 'blue', text: string): void;
  onError(error: GridError): void;
}

/** What a node can be told in a message. */
export const COMMANDS = ['start', 'stop', 'step', 'reset', 'open'] as const;
export type TelemetryCommand =
  | { command: 'start' | 'stop' | 'step' | 'reset' }
  /** Another recording, by its file or as its text. */
  | { command: 'open'; file?: string; text?: string };

export interface TelemetrySource {
  /** Reads the point list and begins where that is asked for; rejected where they cannot be used. */
  begin(): Promise<void>;
  accept(message: TelemetryMessage): Promise<void>;
  command(command: TelemetryCommand): Promise<void>;
  close(): Promise<void>;
}

/** The point list of the settings, checked against the network. */
export async function readPoints(settings: GridTelemetrySettings, grid: Grid): Promise<Point[]> {
  const { pointsFile, points } = settings;
  const text = pointsFile === '' ? points : await readTextFile(pointsFile);
  return readPointList(pointsFile === '' ? 'points' : pointsFile, text, grid);
}
