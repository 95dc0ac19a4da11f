import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  /** Signed the others. */
  readonly ca: string;
  readonly server: Pair;
  client(commonName: string): Pair;
  /** One that signed itself, with any name. */
  stranger(commonName: string): Pair;
  remove(): void;
}

/** Certificates for tests, made by the `openssl` command; undefined where there is none. */
export function makeCertificates(): Certificates | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-certificates-'));
  const place = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const pair = (name: string): Pair => ({
    cert: readFileSync(place(`${name}.crt`), 'utf8'),
    key: readFileSync(place(`${name}.key`), 'utf8'),
  });
  const selfSigned = (name: string, commonName: string): Pair => {
    const out = ['-keyout', place(`${name}.key`), '-out', place(`${name}.crt`)];
    openssl('req', '-x509', ...key, '-subj', `/CN=${commonName}`, '-days', '2', ...out);
    return pair(name);
  };
  const signed = (name: string, commonName: string, extension: string): Pair => {
    writeFileSync(place(`${name}.ext`), extension);
    openssl(
      'req',
      ...key,
      '-subj',
      `/CN=${commonName}`,
      '-keyout',
      place(`${name}.key`),
      '-out',
      `${name}.csr`,
    );
    const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...by,
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
    return pair(name);
  };
  try {
    execFileSync('openssl', ['version']);
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  const { cert: ca } = selfSigned('ca', 'Gridloom test authority');
  return {
    ca,
    server: signed('server', 'localhost', 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
    client: (commonName) => signed('client', commonName, 'extendedKeyUsage=clientAuth'),
    stranger: (commonName) => selfSigned('stranger', commonName),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
