const { createRouter } = require('./lib/paths/routing');
const { supplyGraph, incidenceOf } = require('./lib/paths/graph');
const { randomGrid, nominalState } = require('./test/paths/grids');
const { dijkstra } = require('graphology-shortest-path');
for (const n of [1000, 10000]) {
  const t0=performance.now();
  const grid = randomGrid({buses:n, extraBranches: Math.round(n*.3), generators: 2, seed:1});
  const t1=performance.now(); const r = createRouter(grid); const t2=performance.now();
  const s = nominalState(grid);
  for(let i=0;i<s.failure_probability.length;i++) s.failure_probability[i]=(i*7919%97)/97;
  const ts=[]; for(let i=0;i<20;i++){const a=performance.now(); r.route(s,.1); ts.push(performance.now()-a);} ts.sort((a,b)=>a-b);
  const g = supplyGraph(grid); g.addNode('source',{index:-1}); for(const x of grid.network.generators) g.addEdge('source',x.bus,{index:-1});
  const w=(e,a)=>a.index<0?0:grid.r_pu[a.index]+.1*s.failure_probability[a.index];
  const p=[]; for(let i=0;i<5;i++){const a=performance.now(); dijkstra.singleSource(g,'source',w); p.push(performance.now()-a);} p.sort((a,b)=>a-b);
  console.log(n, 'compile',t1-t0,'router',t2-t1,'route median',ts[10],'max',ts[19],'package median',p[2]);
}
