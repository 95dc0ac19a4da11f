// The floors of the house: arrows go one way, and a room is entered by its door (index.ts).
const rooms = [
  'contract',
  'errors',
  'onnx',
  'folders',
  'keeping',
  'cnaim',
  'grid',
  'powerflow',
  'scada',
  'risk',
  'paths',
  'mqtt',
  'access',
  'api',
  'workers',
  'cli',
  'alarms',
  'instruments',
];

/** What each room may use besides `errors`, `random` and `contract`. */
const uses = {
  errors: [],
  random: [],
  onnx: [],
  folders: ['errors'],
  keeping: ['errors'],
  cnaim: [],
  contract: ['errors'],
  grid: [],
  powerflow: ['grid'],
  scada: ['grid', 'powerflow', 'cnaim', 'keeping'],
  risk: ['onnx', 'cnaim', 'folders'],
  paths: ['grid', 'powerflow', 'onnx', 'folders', 'keeping'],
  workers: ['grid', 'powerflow', 'scada', 'risk', 'paths'],
  alarms: [],
  instruments: [],
  mqtt: ['alarms', 'keeping'],
  access: ['grid'],
  api: ['risk', 'paths', 'access', 'alarms', 'instruments', 'keeping'],
  cli: ['grid', 'powerflow', 'scada', 'risk', 'paths', 'workers'],
};

const arrows = Object.entries(uses).map(([room, allowed]) => ({
  name: `floor-of-${room}`,
  comment: `lib/${room} may use only: errors, random, contract, ${allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^lib/${room}/` },
  to: {
    path: `^(lib|nodes)/`,
    pathNot: [
      room,
      ...(room in { errors: 1, random: 1 } ? [] : ['errors', 'random', 'contract']),
      ...allowed,
    ].map((name) => `^lib/${name}/`),
  },
}));

const doors = rooms.map((room) => ({
  name: `door-of-${room}`,
  comment: `lib/${room} is entered by its index.ts`,
  severity: 'error',
  from: { path: '^(lib|nodes)/', pathNot: `^lib/${room}/` },
  to: { path: `^lib/${room}/`, pathNot: `^lib/${room}/index\\.ts$` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lib-knows-no-node-red',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: 'node-red' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^node-red$' },
    },
    ...arrows,
    ...doors,
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.d.ts', '.js', '.json'],
      // Packages that are ES modules only, such as aedes, are found by their exports.
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
