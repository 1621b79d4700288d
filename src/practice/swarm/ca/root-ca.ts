/** The certificate of the practice swarm's root: for show, its key is thrown away. */
export const ROOT_CA = `-----BEGIN CERTIFICATE-----
MIIBfDCCASOgAwIBAgIUW+tcCYBtzdQXNS96N/rHDf+qpvMwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIc3dhcm0tY2EwIBcNMjYxMTIyMTMwODMxWhgPMjEwMDEwMjUx
MzA4MzFaMBMxETAPBgNVBAMMCHN3YXJtLWNhMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAE5dw/JTEBeCRLMxCv12riLT7ucjruz1ST37XBIU5ciswUtwDJrvRZz/JN
klTxkCNZklzkgXFKaTxkqRwbsu4nDqNTMFEwHQYDVR0OBBYEFMRxjZRgfSsS/Bci
ZtiZTGKrPutaMB8GA1UdIwQYMBaAFMRxjZRgfSsS/BciZtiZTGKrPutaMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgSMVJEqtzyQGfJYzgWA8aWaZ1
b8kwPwhW0wBQtBxXGM8CID03K1+DT02OSefafz7if76p1K5HkRZ7jBqRZ3Uv9mR6
-----END CERTIFICATE-----
`;

/** Base64 of what the certificate says: its issuer, and the issuer's public key. */
export const ISSUER_SUBJECT = 'MBMxETAPBgNVBAMMCHN3YXJtLWNh';
export const ISSUER_PUBLIC_KEY =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5dw/JTEBeCRLMxCv12riLT7ucjruz1ST37XBIU5ciswUtwDJrvRZz/JNklTxkCNZklzkgXFKaTxkqRwbsu4nDg==';
