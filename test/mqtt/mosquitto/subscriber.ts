import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

export interface Line {
  topic: string;
  retain: boolean;
  qos: number;
  /** MQTT 5: as mosquitto_sub writes them, such as "timestamp:2026-01-31T12:00:00.000Z". */
  properties: string;
  payload: string;
}

/** mosquitto_sub in a process of its own: what it writes is what really came out of a broker. */
export class Subscriber {
  readonly lines: Line[] = [];
  private readonly news = new EventEmitter();

  private constructor(private readonly child: ChildProcessByStdio<null, Readable, null>) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [topic = '', retain, qos, properties = '', ...payload] = line.split('\t');
      this.lines.push({
        topic,
        retain: retain === '1',
        qos: Number(qos),
        properties,
        payload: payload.join('\t'),
      });
      this.news.emit('line');
    });
  }

  /** Listens, in a session that outlasts the broker's restart, and misses nothing once this has resolved. */
  static async to(port: number, filter: string, ...more: string[]): Promise<Subscriber> {
    const session = [
      ...['-h', '127.0.0.1', '-p', String(port), '-V', 'mqttv5', '-q', '1', '-t', filter],
      ...['-i', `subscriber-${Math.random()}`, '-c', '-x', '3600', ...more],
    ];
    // Ends once the subscription is acknowledged.
    await promisify(execFile)('mosquitto_sub', [...session, '-E']);
    const child = spawn('mosquitto_sub', [...session, '-F', '%t\t%r\t%q\t%P\t%p'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Subscriber(child);
  }

  async untilLine(wanted: (line: Line) => boolean): Promise<Line> {
    for (let read = 0; ; ) {
      for (; read < this.lines.length; read += 1) {
        const line = this.lines[read] as Line;
        if (wanted(line)) return line;
      }
      await once(this.news, 'line');
    }
  }

  /** What came on a topic, oldest first. */
  on(topic: string): Line[] {
    return this.lines.filter((line) => line.topic === topic);
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill();
    await once(this.child, 'exit');
  }
}
