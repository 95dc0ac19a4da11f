export { type OpenApiOptions, openApiDocument, VERSION_PATH } from './document';
