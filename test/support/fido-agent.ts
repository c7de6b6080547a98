import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";

/** What a token says of the person, in the flags of a signature (WebAuthn, section 6.1). */
export const TOUCHED = 0x01;
export const VERIFIED = 0x04;

const TYPE = "sk-ssh-ed25519@openssh.com";
const APPLICATION = "ssh:";

/** An SSH agent with a FIDO2 key that needs no token: it says of the person what it is told to say. */
export interface FidoAgent {
  /** The line of the key's `.pub` file. */
  readonly publicKey: string;
  /** Path for `IdentityAgent`. */
  readonly socket: string;
  /** What the next signatures say. */
  flags: number;
  close(): Promise<void>;
}

/** @param path of the public key without `.pub`; the socket is beside it */
export async function startFidoAgent(path: string): Promise<FidoAgent> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const blob = Buffer.concat([text(TYPE), text(raw), text(APPLICATION)]);
  const line = `${TYPE} ${blob.toString("base64")}`;
  writeFileSync(`${path}.pub`, `${line}\n`);

  const signature = (message: Buffer, flags: number): Buffer => {
    const about = Buffer.concat([Buffer.from([flags]), number(1)]);
    const signed = Buffer.concat([sha256(APPLICATION), about, sha256(message)]);
    return Buffer.concat([text(TYPE), text(sign(null, signed, privateKey)), about]);
  };
  const answer = (request: Buffer): Buffer => {
    if (request[0] === 11) return Buffer.concat([Buffer.from([12]), number(1), text(blob), text("")]);
    if (request[0] !== 13) return Buffer.from([5]);
    const start = 1 + 4 + request.readUInt32BE(1);
    const message = request.subarray(start + 4, start + 4 + request.readUInt32BE(start));
    return Buffer.concat([Buffer.from([14]), text(signature(message, agent.flags))]);
  };
  const server = serve(answer);
  const agent: FidoAgent = {
    publicKey: line,
    socket: `${path}.sock`,
    flags: TOUCHED | VERIFIED,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
  server.listen(agent.socket);
  await once(server, "listening");
  return agent;
}

/** Messages with their length before them, one answer to each. */
function serve(answer: (request: Buffer) => Buffer): Server {
  return createServer((connection) => {
    let waiting = Buffer.alloc(0);
    connection.on("error", () => {});
    connection.on("data", (data) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32BE(0)) {
        const end = 4 + waiting.readUInt32BE(0);
        connection.write(text(answer(waiting.subarray(4, end))));
        waiting = waiting.subarray(end);
      }
    });
  });
}

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();

function number(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function text(value: string | Buffer): Buffer {
  const data = Buffer.from(value as string);
  return Buffer.concat([number(data.length), data]);
}
