import { InvalidError } from "./mistake";

/**
 * Checks a WireGuard public key: 32 bytes in base64. A private key has the same form and cannot be told apart;
 * gateways and administrators each make their own, and only public keys are ever written down here.
 *
 * @throws InvalidError when it is not 32 bytes of canonical base64
 */
export function checkWireguardKey(text: string): string {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === 32 && bytes.toString("base64") === text && bytes.some((byte) => byte !== 0))
    return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: "is not a WireGuard public key: 32 bytes in base64, 44 characters ending in =",
    remedy: "write what `wg pubkey` prints on the administrator's own machine",
  });
}
