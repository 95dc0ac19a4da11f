/** A model's report: what it was held against, on rows that none has seen. */
export function reportOf(card, { runs, days, interval_h, label_every_days }) {
  const { evaluation, data, horizon, acceleration, members, combination } = card;
  const line = (name, { auc, log_loss, brier, ece }) =>
    `| ${name} | ${auc.toFixed(3)} | ${log_loss.toFixed(4)} | ${brier.toFixed(4)} | ${ece.toFixed(4)} |`;
  const [{ offset, weights }] = combination.pools;
  return `# ${card.id}, version ${card.version}

A failure probability within ${horizon}, from the ten readings of an edge. **It was trained on simulated failures and has seen no real
one.** Written by \`npm run train:risk\`, which makes it anew from seeds.

## Held out

${evaluation.rows} rows, ${evaluation.failures} of them failures: grids, edges *and* years that no other part has seen. Failures of the histories were
${acceleration} times as frequent as their hazards say, so that there are enough of them; the figures are for these. Served
probabilities are taken back to hazards as they are: 1 − (1 − p)^(1/${acceleration}).

| on the same rows, horizon ${horizon} | AUC | log loss | Brier | ECE |
|---|---|---|---|---|
${line('this model', evaluation.ensemble)}
${line('CNAIM prior, with length and kind, at the same acceleration', evaluation.cnaim_prior)}
${line('logistic regression of the ten readings', evaluation.logistic_regression)}

ECE: ten groups of equal size. The prior knows what the model does not, length, voltage and kind of each edge; the model sees what the
prior does not, vibration and distortion, and how hot is how bad.

## Made of

${runs} runs of ${days} days, a tick each ${interval_h} hours, rows each ${label_every_days} days: ${data.parts.training} rows to train, ${data.parts.early_stopping} to stop the boosting
(grids of their own), ${data.parts.combination} to combine (grids of their own), ${data.parts.held_out} held out. ${((100 * data.failures) / data.rows).toFixed(1)} % of all rows fail.
${members.gradient_boosting.trees} boosted trees, ${members.random_forest.trees} trees of the random forest, ${members.isolation_forest.trees} of the isolation forest; log odds = ${offset.toFixed(3)} + ${weights.gradient_boosting.toFixed(3)} × margin of the boosted
trees + ${weights.random_forest.toFixed(3)} × log odds of the forest's votes + ${weights.isolation_forest.toFixed(3)} × anomaly score. SHA-256 of rows and labels: \`${data.sha256}\`.

## Not good for

${card.not_good_for.map((line) => `- ${line}`).join('\n')}
`;
}
