import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readScript } from "../../../lib/guest/script";
import { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

const OPEN = `table inet straat {
  chain straat_input {
    type filter hook input priority filter; policy drop;
    tcp dport 22 accept
  }
}
`;

const isRoot = process.getuid?.() === 0 ? undefined : "root, for a network namespace";

describeUnless(isRoot, "the walls of a server that boots for the first time", () => {
  let server: GuestRoot;
  beforeEach(() => {
    server = new GuestRoot();
  });
  afterEach(() => server.remove());

  /** What the kernel has after the script ran, in a network of its own. */
  function raised(document: string | undefined): string {
    server.setInfo("guestinfo.straat.firewall", document);
    server.write("/walls", readScript("raise-walls"));
    const { stdout, stderr } = server.run("unshare", [
      "--net",
      "sh",
      "-c",
      `sh '${server.at("/walls")}'; nft list ruleset`,
    ]);
    expect(stderr).not.toContain("Operation not permitted");
    return stdout;
  }

  const encoded = (text: string) => gzipSync(text).toString("base64");

  test("are those of its document", () => {
    expect(raised(encoded(`straat-document 1 firewall 1 x\n${OPEN}`))).toContain("tcp dport 22 accept");
  });

  test.each<[string, string | undefined]>([
    ["there is none", undefined],
    ["it is damaged", "H4sI!!"],
    ["it says nothing", encoded("straat-document 1 firewall 1 x\n")],
    [
      "nft refuses it",
      encoded("straat-document 1 firewall 1 x\ntable inet straat { chain x { accept it } }\n"),
    ],
    ["it is about something else", encoded("straat-document 1 firewall 1 x\ntable inet other { }\n")],
  ])("are closed in all directions where %s", (_what, document) => {
    const rules = raised(document);
    for (const hook of ["input", "forward", "output"])
      expect(rules).toContain(`hook ${hook} priority filter; policy drop`);
    expect(rules).not.toContain("dport");
  });

  test("are not its concern any more once a first boot came to its end", () => {
    server.write("/var/lib/straat/first-boot-done", "");
    expect(raised(encoded(`straat-document 1 firewall 1 x\n${OPEN}`))).toBe("");
  });
});
