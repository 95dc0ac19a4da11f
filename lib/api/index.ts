/** How the grid is asked: the HTTP API, without a word of Node-RED. */
export { GridApi, type GridApiOptions } from './api';
export { BODY_LIMIT, readBody } from './body';
export { isOriginPattern, LOOPBACK_ORIGINS } from './cors';
export type * from './documents';
export { type KeptAlarms, KeptHistory, type KeptTick } from './kept-history';
export { httpListener } from './listener';
export type { ApiRequest, ApiResponse } from './message';
export { openApiDocument } from './openapi';
export { PendingOptimizations, type PendingOptions } from './pending';
