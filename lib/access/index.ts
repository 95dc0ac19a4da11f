/** Who may use the HTTP API, how often, and who did what. */
export { Access, type AccessMode, type AccessOptions, type Approach, type Visitor } from './access';
export { isBoundToLoopback, proxyList, ratedAddress } from './address';
export { type AuditEntry, AuditLog } from './audit';
export { type KeyStore, keyFile } from './key-file';
export { KeyRing, type ListedKey } from './key-ring';
export { type ApiKey, type IssuedKey, type KeyWish, readKeyWish } from './keys';
export { MAX_AUDIT_ANSWER, MAX_IDEMPOTENCY_KEY } from './limits';
export { rateHeaders } from './rates';
export { Refusal } from './refusal';
export { Replays } from './replays';
export { isScope, SCOPES, type Scope } from './scopes';
export { type TokenSettings, Tokens } from './tokens';
