import assert from 'node:assert/strict';
import { generate } from 'mqtt-packet';
import { FrameGuard } from '../../lib/mqtt/frame-guard';

const publish = (bytes: number) =>
  generate({ cmd: 'publish', topic: 't', payload: Buffer.alloc(bytes), qos: 0, retain: false, dup: false });

describe('the frame guard', () => {
  it('follows packets of all lengths, however they are cut', () => {
    const stream = Buffer.concat([0, 100, 127, 128, 16_383, 16_384, 70_000].map(publish).concat(publish(5)));
    for (const cut of [1, 2, 3, 7, 1000, stream.length]) {
      const guard = new FrameGuard(100_000);
      for (let at = 0; at < stream.length; at += cut) assert.ok(guard.accept(stream.subarray(at, at + cut)));
    }
  });

  it('refuses a long packet by its header alone', () => {
    const header = publish(200_000).subarray(0, 4);
    assert.equal(new FrameGuard(199_999).accept(header), false);
    assert.equal(new FrameGuard(200_003).accept(header), true);
  });

  it('refuses a length of more than four bytes', () => {
    assert.equal(new FrameGuard(2 ** 40).accept(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 1])), false);
  });

  it('finds a long packet behind short ones in the same chunk', () => {
    assert.equal(new FrameGuard(1000).accept(Buffer.concat([publish(10), publish(0), publish(1001)])), false);
  });
});
