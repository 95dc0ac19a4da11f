import type { RiskWorkbench, WorkbenchProgress } from '../risk';
import { type Session, sharedPool } from '../workers';
import type { Streams } from './streams';
import { packageVersion } from './version';

/** Between two lines of progress, milliseconds. */
const PAUSE_MS = 1000;

/** Opens the workbench in a thread of its own; how far it has come goes to standard error, with the time left. */
export async function withWorkbench<Result>(
  streams: Streams,
  use: (session: Session<RiskWorkbench>) => Promise<Result>,
): Promise<Result> {
  const session = await sharedPool().open(
    'risk-workbench',
    { software: `gridloom ${packageVersion()}` },
    { dedicated: true, onProgress: progressTo(streams) },
  );
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

function progressTo(streams: Streams): (report: unknown) => void {
  const began = performance.now();
  let last = began;
  return (report) => {
    const { step, fraction } = report as WorkbenchProgress;
    const now = performance.now();
    if (now - last < PAUSE_MS || fraction <= 0) return;
    last = now;
    const left_s = ((now - began) * (1 - fraction)) / fraction / 1000;
    streams.note(
      `${String(Math.floor(100 * fraction)).padStart(3)} %  ${step}, about ${Math.ceil(left_s)} s left`,
    );
  };
}
