/** What a person reads when no safe connection to a provider comes about: what TLS said, and what to do. Pure. */

import type { AuthoritiesError } from './authorities-error';

/** `now`, epoch ms, is what this computer takes for the time. Undefined: the code is none of TLS. */
export function tlsWords(
  code: string,
  host: string,
  now: number,
): [message: string, hint: string] | undefined {
  const by = `by the clock of this computer, which shows ${dateInWords(now)} (${code})`;
  const clock = `If that date is wrong, set the clock of this computer.`;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return [
        `The certificate of ${host} has expired, ${by}.`,
        `${clock} If it is right, whoever runs ${host} has to renew the certificate.`,
      ];
    case 'CERT_NOT_YET_VALID':
      return [
        `The certificate of ${host} is not valid yet, ${by}.`,
        `${clock} If it is right, whoever runs ${host} has to replace the certificate.`,
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        `The certificate of ${host} is made out to another name (${code}), so it is not known who answers.`,
        'Check the address in Settings → Providers. If it is right, something on the way answers in its place: give it no key.',
      ];
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return [
        `The certificate of ${host} is signed by nobody but itself (${code}), so it is not known who answers.`,
        untrusted,
      ];
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|CRL/.test(code)) {
    const message = `The certificate of ${host} cannot be trusted (${code}).`;
    return [message, untrusted];
  }
  if (code === 'EPROTO' || /^ERR_(TLS|SSL)/.test(code)) {
    return [
      `${host} does not speak TLS as it should (${code}).`,
      'Check the address in Settings → Providers: a server without TLS is reached with http://, and the port may be wrong.',
    ];
  }
  return undefined;
}

const untrusted =
  'A proxy may read this traffic: ask who runs this network or this server, and do not give a key there until you know. ' +
  'If an authority of theirs is to be trusted, name the file with its certificate (PEM) in Settings → Providers → Edit, or add it to the ' +
  'certificates of this computer and start Konsole again.';

/** `file` is of no use, and without it `host` cannot be trusted. */
export function fileWords(
  { namedIn, path, problem }: Pick<AuthoritiesError, 'namedIn' | 'path' | 'problem'>,
  host: string,
): [message: string, hint: string] {
  if (namedIn === 'certificates') {
    return [
      `The file with certificates of this provider cannot be used: ${path} ${problem}.`,
      'Correct its certificates in Settings → Providers → Edit: the whole path of a PEM file, or nothing.',
    ];
  }
  return [
    `The certificate of ${host} cannot be trusted, and the file that NODE_EXTRA_CA_CERTS names cannot be used: ${path} ${problem}.`,
    'Correct NODE_EXTRA_CA_CERTS and start Konsole again, or name a PEM file as certificates of this provider in Settings → Providers → Edit.',
  ];
}

/** "29 November 2026, 08:39", in the time zone that this computer is set to. */
function dateInWords(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return 'no date';
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}
