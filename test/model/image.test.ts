import { describe, expect, test } from "@jest/globals";
import { Image } from "../../lib/model/image";
import { mistakeOf } from "../support/errors";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("an image is told by registry, path, tag and digest (B-10, H-20)", () => {
  test.each([
    [`registry.example.nl/zorgplein/web:2.4.1@${DIGEST}`, "registry.example.nl", "zorgplein/web", "2.4.1"],
    [`registry.example.nl:5000/web:v1_rc.1@${DIGEST}`, "registry.example.nl:5000", "web", "v1_rc.1"],
    [`a.nl/one/two-three/four__five.six:1@${DIGEST}`, "a.nl", "one/two-three/four__five.six", "1"],
    [`a.nl/web:latest-but-one@${DIGEST}`, "a.nl", "web", "latest-but-one"],
  ])("%s", (text, host, path, tag) => {
    const image = Image.parse(text);
    expect(image).toMatchObject({ host, path, tag, digest: DIGEST });
    expect(image.toString()).toBe(text);
    expect(JSON.stringify({ image })).toBe(JSON.stringify({ image: text }));
  });

  test.each([
    ["nothing", undefined, "(missing)", "is no image"],
    ["an empty text", "", '""', "is no image"],
    ["an object", { image: "web" }, '{"image":"web"}', "is no image"],
    ["no registry", `zorgplein/web:2.4.1@${DIGEST}`, undefined, "names no registry"],
    ["no registry and no path", `web:2.4.1@${DIGEST}`, undefined, "names no registry"],
    ["a registry without a dot", `localhost:5000/web:2.4.1@${DIGEST}`, undefined, "names no registry"],
    ["a registry with capitals", `Registry.example.nl/web:1@${DIGEST}`, undefined, "names no registry"],
    ["a scheme", `https://registry.example.nl/web:1@${DIGEST}`, undefined, "names no registry"],
    ["a path with capitals", `a.nl/Web:1@${DIGEST}`, undefined, "has no path"],
    ["no path", `a.nl/:1@${DIGEST}`, undefined, "has no path"],
    ["an empty part of a path", `a.nl/one//two:1@${DIGEST}`, undefined, "has no path"],
    ["no tag", `a.nl/web@${DIGEST}`, undefined, "has no tag"],
    ["an empty tag", `a.nl/web:@${DIGEST}`, undefined, "has no tag"],
    ["a tag with a slash", `a.nl/web:1/2@${DIGEST}`, undefined, "has no tag"],
    ["the tag latest", `a.nl/web:latest@${DIGEST}`, undefined, "is whatever was made last"],
    ["the tag latest, shouted", `a.nl/web:LATEST@${DIGEST}`, undefined, "is whatever was made last"],
    ["a tag alone", "a.nl/web:2.4.1", undefined, "has no digest"],
    ["a digest that is too short", "a.nl/web:1@sha256:0123", undefined, "has no digest"],
    ["another kind of digest", `a.nl/web:1@md5:${"0".repeat(32)}`, undefined, "has no digest"],
    ["a digest in capitals", `a.nl/web:1@${DIGEST.toUpperCase()}`, undefined, "has no digest"],
    ["two digests", `a.nl/web:1@${DIGEST}@${DIGEST}`, undefined, "has no digest"],
    ["a line of its own behind it", `a.nl/web:1@${DIGEST}\n`, undefined, "has no digest"],
  ])("refuses %s", (_, text, value, problem) => {
    const mistake = mistakeOf(() => Image.parse(text));
    expect(mistake.problem).toContain(problem);
    expect(mistake.value).toBe(value ?? JSON.stringify(text));
    expect(mistake.remedy).toContain("write");
  });
});
