/** Public keys that are nobody's, each number another; nobody has their private halves. */

/** As it stands in a `.pub` file. */
export function ed25519Key(number: number): string {
  return sshKey("ssh-ed25519", Buffer.alloc(32, number + 1));
}

/** An RSA key whose modulus has so many bits. */
export function rsaKey(bits: number): string {
  const modulus = Buffer.from(
    ((1n << BigInt(bits - 1)) + 1n).toString(16).padStart(2 * Math.ceil(bits / 8), "0"),
    "hex",
  );
  // A leading bit of 1 would make it negative.
  const positive = (modulus[0] ?? 0) < 0x80 ? modulus : Buffer.concat([Buffer.from([0]), modulus]);
  return sshKey("ssh-rsa", Buffer.from([1, 0, 1]), positive);
}

/** As WireGuard writes it. */
export function wireguardKey(number: number): string {
  return Buffer.alloc(32, 2 * number + 3).toString("base64");
}

function sshKey(type: string, ...parts: readonly Buffer[]): string {
  const blob = [Buffer.from(type), ...parts].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `${type} ${Buffer.concat(blob).toString("base64")}`;
}
