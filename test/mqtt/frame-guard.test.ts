import assert from 'node:assert/strict';
import { generate } from 'mqtt-packet';
import { FrameGuard } from '../../lib/mqtt/embedded/frame-guard';

const publish = (bytes: number) =>
  generate({ cmd: 'publish', topic: 't', payload: Buffer.alloc(bytes), qos: 0, retain: false, dup: false });
const guardOf = (maxBytes: number) => new FrameGuard({ maxBytes: () => maxBytes });

describe('the frame guard', () => {
  it('follows packets of all lengths, however they are cut', () => {
    const stream = Buffer.concat([0, 100, 127, 128, 16_383, 16_384, 70_000].map(publish).concat(publish(5)));
    for (const cut of [1, 2, 3, 7, 1000, stream.length]) {
      const guard = guardOf(100_000);
      for (let at = 0; at < stream.length; at += cut) {
        const chunk = stream.subarray(at, at + cut);
        assert.equal(guard.accept(chunk), chunk.length);
      }
    }
  });

  it('refuses a long packet by its header alone', () => {
    const header = publish(200_000).subarray(0, 4);
    assert.equal(guardOf(199_999).accept(header), undefined);
    assert.equal(guardOf(200_003).accept(header), header.length);
  });

  it('refuses a length of more than four bytes', () => {
    assert.equal(guardOf(2 ** 40).accept(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 1])), undefined);
  });

  it('finds a long packet behind short ones in the same chunk', () => {
    assert.equal(guardOf(1000).accept(Buffer.concat([publish(10), publish(0), publish(1001)])), undefined);
  });
});
