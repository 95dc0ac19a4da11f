// Known weaknesses of what a user's install brings. Fails on findings; a registry without an audit endpoint is no finding.
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
let report;
try {
  report = JSON.parse(stdout);
} catch {
  report = { message: stderr };
}
if (report.auditReportVersion === undefined) {
  const why = report.message ?? report.error?.summary ?? 'no answer';
  console.log(
    `npm audit: not done, as the registry does not answer it (${String(why).trim().split('\n')[0]})`,
  );
} else {
  const found = Object.values(report.vulnerabilities);
  for (const { name, severity, range } of found) console.error(`npm audit: ${severity}: ${name} ${range}`);
  console.log(`npm audit: ${found.length} findings`);
  if (found.length > 0) process.exitCode = 1;
}
