/** Appends records to the journal in the folder given, until it is killed; prints what is on the disk for sure. */
import { Journal } from '../../lib/keeping';

async function run(folder: string): Promise<void> {
  const journal = await Journal.open({
    folder,
    max_bytes: 1 << 20,
    onFault: (error) => console.error(error),
  });
  for (;;) {
    const first = journal.next;
    for (let k = 0; k < 50; k++)
      journal.append(Buffer.from(`record ${journal.next} `.repeat(1 + (journal.next % 40))));
    journal.acknowledge(first - 100);
    await journal.flush();
    process.stdout.write(`${journal.next - 1} ${journal.acknowledged}\n`);
  }
}

void run(process.argv[2]);
