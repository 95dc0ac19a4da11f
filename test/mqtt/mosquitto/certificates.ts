import type { Mosquitto } from './broker';

/** Configuration for `makeCertificates`: clients have to have a certificate. */
export const TLS_LISTENER = [
  'allow_anonymous true',
  'cafile {folder}/ca.crt',
  'certfile {folder}/broker.crt',
  'keyfile {folder}/broker.key',
  'require_certificate true',
];

/** An authority, and a broker's and a client's certificate from it. */
export function makeCertificates(mosquitto: Mosquitto): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  mosquitto.openssl(
    ...[
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '2',
      '-subj',
      '/CN=Test authority',
    ],
  );
  for (const [name, subject] of [
    ['broker', 'localhost'],
    ['client', 'gridloom'],
  ] as const) {
    mosquitto.openssl(
      ...['req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${subject}`],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    );
    mosquitto.openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-out', `${name}.crt`, '-days', '2', '-copy_extensions', 'copy'],
    );
  }
}
