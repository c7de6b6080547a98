import { InvalidError } from "./mistake";
import { shownValue } from "./text";

const HOST =
  /^(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+(?::\d{1,5})?$/;
const PATH = /^(?=.{1,255}$)[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const EXAMPLE = "registry.example.nl/zorgplein/web:2.4.1@sha256:<64 hexadecimal digits>";

/**
 * An image of a container, by where it is kept, which release it is and what exactly is in it: only the digest decides what
 * runs, and only the tag tells people what that is (B-10, H-20).
 */
export class Image {
  private constructor(
    /** The registry, with its port where it has one of its own. */
    readonly host: string,
    /** Within the registry, for example `zorgplein/web`. */
    readonly path: string,
    readonly tag: string,
    /** `sha256:` and 64 hexadecimal digits. */
    readonly digest: string,
  ) {}

  /** @throws InvalidError unless registry, path, tag and digest are all there, and for the tag `latest` */
  static parse(text: unknown): Image {
    if (typeof text !== "string" || text === "") throw wrong(text, "is no image", `write ${EXAMPLE}`);
    const at = text.indexOf("@");
    const [name, digest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
    const slash = name.indexOf("/");
    const [host, rest] = slash < 0 ? ["", name] : [name.slice(0, slash), name.slice(slash + 1)];
    const colon = rest.indexOf(":");
    const [path, tag] = colon < 0 ? [rest, undefined] : [rest.slice(0, colon), rest.slice(colon + 1)];
    if (!HOST.test(host)) {
      throw wrong(
        text,
        "names no registry, so each machine would look for it wherever it is used to (B-10)",
        "write the registry's full host name in front, for example registry.example.nl/zorgplein/web",
      );
    }
    if (!PATH.test(path)) {
      throw wrong(
        text,
        "has no path as a registry has them: lower-case letters, digits and . _ - between them",
        `write for example ${EXAMPLE}`,
      );
    }
    if (tag === undefined || !TAG.test(tag)) {
      throw wrong(
        text,
        "has no tag, so nobody can read which release it is",
        "write the release's tag in front of the @",
      );
    }
    if (tag.toLowerCase() === "latest") {
      throw wrong(
        text,
        "is whatever was made last, which is no release (B-10)",
        "write the release's own tag",
      );
    }
    if (digest === undefined || !DIGEST.test(digest)) {
      throw wrong(
        text,
        "has no digest, and a tag may mean something else tomorrow (B-10, H-20)",
        "write @sha256: and its 64 hexadecimal digits behind the tag, as the registry tells them",
      );
    }
    return new Image(host, path, tag, digest);
  }

  toString(): string {
    return `${this.host}/${this.path}:${this.tag}@${this.digest}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function wrong(value: unknown, problem: string, remedy: string): InvalidError {
  return new InvalidError({ value: shownValue(value), problem, remedy });
}
