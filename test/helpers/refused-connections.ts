import type { NewRecord } from '../../src/journal/record.ts';
import type { TransportFact } from '../../src/transport/types.ts';

export const EXPIRED = { message: 'the certificate CN=x is expired', remedy: 'renew it' } as const;

/** A connection over TLS, of a client with a certificate. */
export function secured(connection: string): Extract<TransportFact, { fact: 'secured' }> {
  const suite = 'ECDHE-ECDSA-AES128-SHA256';
  const certificate = { subject: 'CN=box', issuer: 'CN=ca', fingerprint: 'AA:BB', key: 'ECC P-256' };
  return {
    ...{ fact: 'secured', connection },
    agreed: { version: 'TLSv1.2', suite, signatureAlgorithms: [], resumed: false },
    certificates: [{ ...certificate, notBefore: 0, notAfter: 86_400_000 }],
    findings: [],
  };
}

/** What a VEN with an expired certificate leaves in the record, one connection each time: a 403, or an alert. */
export function refusedConnections(answer: '403' | 'closed', count = 1): NewRecord[] {
  return Array.from({ length: count }, (_, at) => facts(`c${at}`, answer)).flat();
}

function facts(connection: string, answer: '403' | 'closed'): NewRecord[] {
  const agreed = { version: 'TLSv1.2', suite: 'AES128-SHA256', signatureAlgorithms: [], resumed: false };
  const { message, remedy } = EXPIRED;
  const finding = { layer: 'tls', severity: 'error', message, hint: remedy } as const;
  const exchange = `${connection}.1`;
  const forbidden: TransportFact = {
    ...({ fact: 'answered', connection, exchange, method: 'POST', url: '/OadrPoll', headers: [] } as const),
    ...{ status: 403, reason: message, findings: [finding] },
  };
  const all: TransportFact[] = [
    { fact: 'opened', connection, address: '10.0.0.8', port: 9 },
    {
      ...({ fact: 'secured', connection, agreed, certificates: [] } as const),
      findings: [{ ...finding, severity: 'warning' }],
    },
    { fact: 'tlsRefused', connection, cause: 'expired', message, remedy, answer },
    ...(answer === '403' ? [forbidden] : []),
    {
      ...({ fact: 'closed', connection, requests: 0 } as const),
      ...{ bytesRead: 9, bytesWritten: 9, silent: answer === 'closed' },
    },
  ];
  return all.map((fact) => ({
    ...({ kind: 'connection', connection, fact } as const),
    ...(fact.fact === 'answered' && { exchange }),
  }));
}
