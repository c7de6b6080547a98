/**
 * How visitors are spoken to (V-10), after NCSC-NL's guidelines of 2025-05: TLS 1.3, and 1.2 for those who have no other.
 * Names are those of BoringSSL and OpenSSL. `docs/tls.md` has the reasons.
 */
export const TLS_PROFILE = {
  minVersion: "1.2",
  maxVersion: "1.3",
  /** Of TLS 1.2: a key for each connection, and encryption that notices a change. TLS 1.3 has no others. */
  ciphers: [
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-RSA-AES128-GCM-SHA256",
  ],
  /** The first withstands a quantum computer of later, which reads what is recorded today. */
  curves: ["X25519MLKEM768", "X25519", "P-256", "P-384"],
  /** SHA-256 or better. */
  signatures: [
    "ecdsa_secp256r1_sha256",
    "ecdsa_secp384r1_sha384",
    "rsa_pss_rsae_sha256",
    "rsa_pss_rsae_sha384",
    "rsa_pss_rsae_sha512",
    "rsa_pkcs1_sha256",
    "rsa_pkcs1_sha384",
    "rsa_pkcs1_sha512",
  ],
} as const;

/** For how long a browser that came once comes by HTTPS alone, in seconds: a year (Stb. 2023, 179). */
export const HSTS_SECONDS = 31_536_000;
