const { createPowerFlow } = require('./dist/lib/powerflow');
const { compileGrid } = require('./dist/lib/grid');
const { nominalState, randomNetwork } = require('./dist/test/paths/grids');
for (const [n,local] of [[1000,0],[1000,1],[10000,1]]) {
  const network = randomNetwork({buses:n, extraBranches: Math.round(n*.3), generators: Math.max(2,n/25), seed:1});
  if(local) network.branches.forEach((b,i)=>{ if(i>=n-1){ const f=+b.from.slice(1); b.to='B'+(f+5<n?f+5+i%7%Math.max(1,n-f-5):f-9);} });
  network.loads = network.buses.map((b,i)=>({id:'d'+i,bus:b.id,p_mw:.4,q_mvar:.1}));
  const grid=compileGrid(network); const s=nominalState(grid);
  let t=performance.now(); const pf=createPowerFlow(grid); console.log(n,local,'create',performance.now()-t);
  const point={...s,vm_set_pu:new Float64Array(grid.generatorCount).fill(1),live:s.closed};
  for(let k=0;k<3;k++){t=performance.now(); const r=pf.solve(point); console.log('solve',performance.now()-t,r.status,r.iterations, r.mismatch_pu); point.live=point.live.slice(); if(k==1) point.live[n+3]=0; else point.demand_mw=point.demand_mw.map(x=>x*1.1)}
}
