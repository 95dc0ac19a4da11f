// Node-RED's settings for `npm start`. What may be changed comes in as environment variables.
const path = require('node:path');

const root = path.dirname(__dirname);
const host = process.env.GRIDLOOM_HOST ?? '127.0.0.1';

module.exports = {
  uiHost: host,
  uiPort: Number(process.env.GRIDLOOM_PORT ?? 1880),
  userDir: process.env.GRIDLOOM_USER_DIR ?? path.join(root, '.gridloom'),
  flowFile: 'flows.json',
  flowFilePretty: true,
  // The package itself, as built in dist.
  nodesDir: [root],
  riskPredictModelsFolder: path.join(root, 'models'),
  credentialSecret: process.env.GRIDLOOM_CREDENTIAL_SECRET,
  diagnostics: { enabled: false, ui: false },
  runtimeState: { enabled: false, ui: false },
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { palette: { allowInstall: true } },
  editorTheme: {
    page: { title: 'Gridloom' },
    header: { title: 'Gridloom' },
    tours: false,
  },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
