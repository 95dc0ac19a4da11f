import assert from 'node:assert/strict';
import { LoginLimits } from '../../lib/mqtt/embedded/login-limits';
import { LOCK_MS, MAX_FAILURES_PER_ADDRESS, MAX_FAILURES_PER_NAME, MAX_WATCHED } from '../../lib/mqtt/limits';

describe('limits of logins', () => {
  let limits: LoginLimits;
  beforeEach(() => {
    limits = new LoginLimits();
  });

  function fail(address: string, count: number, nameOf: (k: number) => string): void {
    for (let k = 0; k < count; k++) limits.failed(address, nameOf(k), 0);
  }

  it('lock a name at an address, and no other', () => {
    fail('a', MAX_FAILURES_PER_NAME, () => 'meter');
    assert.ok(limits.isLocked('a', 'meter', LOCK_MS - 1));
    assert.ok(!limits.isLocked('a', 'meter', LOCK_MS));
    assert.ok(!limits.isLocked('a', 'desk', 1) && !limits.isLocked('b', 'meter', 1));
  });

  it('lock an address where many names are tried, but not who came in from there before', () => {
    limits.passed('a', 'desk');
    fail('a', MAX_FAILURES_PER_ADDRESS, (k) => `guess ${k}`);
    assert.ok(limits.isLocked('a', 'meter', 1));
    assert.ok(!limits.isLocked('a', 'desk', 1));
    assert.ok(!limits.isLocked('b', 'meter', 1));
    // Guessing that name is no easier for it.
    fail('a', MAX_FAILURES_PER_NAME, () => 'desk');
    assert.ok(limits.isLocked('a', 'desk', 1));
  });

  it('remember a bounded number of names', () => {
    limits.passed('a', 'desk');
    for (let k = 0; k < MAX_WATCHED; k++) limits.passed('b', `meter ${k}`);
    fail('a', MAX_FAILURES_PER_ADDRESS, (k) => `guess ${k}`);
    assert.ok(limits.isLocked('a', 'desk', 1), 'forgotten');
  });
});
