const { openOptimizer, describeOptimization } = require('./dist/lib/paths');
const { compileGrid, builtinNetwork } = require('./dist/lib/grid');
const { nominalState, randomNetwork } = require('./dist/test/paths/grids');
const q=(a,p)=>{a=a.slice().sort((x,y)=>x-y);return a[Math.min(a.length-1,Math.floor(a.length*p))].toFixed(2)};
(async()=>{
for (const n of [8,100,1000,10000]) {
  let network;
  if(n===8) network=builtinNetwork('riverside'); else {
    network = randomNetwork({buses:n, extraBranches: Math.round(n*.3), generators: Math.max(2,n/25), seed:1});
    // loads
    network.loads = network.buses.map((b,i)=>({id:'d'+i,bus:b.id,p_mw:.4,q_mvar:.1}));
  }
  const grid=compileGrid(network); let t=performance.now(); const o=openOptimizer({network,seed:1}); const open=performance.now()-t;
  const s=nominalState(grid); const ts=[], ds=[]; let r;
  const N=n<=100?300:n<=1000?100:20;
  for(let k=0;k<N;k++){ s.sequence=k; for(let i=0;i<grid.branchCount;i++) s.failure_probability[i]=(((i*7919+k*31)%97)/97)**6;
    for(let b=0;b<grid.busCount;b++) s.demand_mw[b]=grid.demand_mw[b]*(1+.2*Math.sin(k+b));
    try { r=o.optimize(s,.1);} catch(e){console.log(e.message); break}
    ts.push(r.elapsed_ms); t=performance.now(); var d=await describeOptimization(grid,s,r); ds.push(performance.now()-t);
  }
  console.log(n,grid.branchCount,'open',open.toFixed(1),'optimize p50',q(ts,.5),'p95',q(ts,.95),'describe',q(ds,.5),'elements',d.paths.reduce((a,p)=>a+p.nodes.length,0),JSON.stringify(r.plan)?.slice(0,300),JSON.stringify(r.episode));
}})();
