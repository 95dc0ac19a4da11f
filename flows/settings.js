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
  // No credentials stand in the default flow; those that you add are encrypted with a key that Node-RED makes.
  diagnostics: { enabled: false, ui: false },
  runtimeState: { enabled: false, ui: false },
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { palette: { allowInstall: true } },
  editorTheme: {
    page: { title: 'Gridloom' },
    header: { title: 'Gridloom' },
    tours: false,
    projects: { enabled: false },
  },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
