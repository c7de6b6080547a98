import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { alkmaar, amsterdam } from "../../stacks/sites";
import { Project } from "../support/project";
import { describeWith } from "../support/tool";

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => project.remove());

/** What the command says of the stacks as they are. */
const vpn = (...operands: readonly string[]) => project.run(["vpn", ...operands]);

/** The configurations in an output, by the name they say to save them as. */
function configsIn(stdout: string): Readonly<Record<string, string>> {
  const texts = stdout.split(/^(?=# Save as )/m);
  return Object.fromEntries(texts.map((text) => [/^# Save as (\S+)$/m.exec(text)?.[1] ?? "", text]));
}

/** What the command says where the text of a file of the stacks is another one. */
async function withChanged(
  file: string,
  changes: readonly (readonly [string, string])[],
  args: readonly string[],
) {
  const other = new Project();
  try {
    const path = join(other.folder, "stacks", file);
    const text = readFileSync(path, "utf8");
    for (const [from] of changes) expect(text).toContain(from);
    writeFileSync(
      path,
      changes.reduce((all, [from, to]) => all.replace(from, to), text),
    );
    return await other.run(args);
  } finally {
    other.remove();
  }
}

describe("straat vpn", () => {
  test("prints a person's own configuration of each site, whole, and writes nothing", async () => {
    const { status, stdout, stderr } = project.straat(["vpn", "jdevries"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const configs = configsIn(stdout);
    expect(Object.keys(configs)).toEqual(["vpn-amsterdam.conf", "vpn-alkmaar.conf"]);
    for (const [text = "", { vpn }] of [
      [configs["vpn-amsterdam.conf"], amsterdam],
      [configs["vpn-alkmaar.conf"], alkmaar],
    ] as const) {
      expect(text).toContain("# Jantien de Vries (jdevries), until 2028-01-31: ");
      expect(text).toContain(`\nPublicKey = ${vpn.publicKey}\nEndpoint = ${vpn.endpoint}:51820\n`);
      expect(text.match(/^\[\w+\]$/gm)).toEqual(["[Interface]", "[Peer]"]);
    }
    expect(configs["vpn-amsterdam.conf"]).toContain("\nAddress = 10.99.1.253/32, 2001:db8:99:1::31c9/128\n");
    expect(configs["vpn-alkmaar.conf"]).toContain("\nAddress = 10.99.2.253/32, 2001:db8:99:2::31c9/128\n");
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("has no private key, and no resolver that the tunnel does not lead to", async () => {
    expect((await vpn("obakker")).stdout).not.toMatch(/^\s*(PrivateKey|PresharedKey|DNS)\b/im);
  });

  test.each([["OBAKKER"], ["Omar Bakker"]])("knows a person as %j", async (person) => {
    expect((await vpn(person)).stdout).toBe((await vpn("obakker")).stdout);
  });

  test("prints one site's when asked, ready to be saved", async () => {
    const { stdout } = await vpn("omar", "bakker", "alkmaar");
    expect(stdout).toBe(configsIn((await vpn("obakker")).stdout)["vpn-alkmaar.conf"]);
  });

  test("says who there is when asked for somebody else, or for nobody", async () => {
    for (const operands of [["nobody"], [], ["obakker", "utrecht"], ["bakker"]]) {
      const { status, stdout, stderr } = await vpn(...operands);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(
        "jdevries (Jantien de Vries), obakker (Omar Bakker), svermeer (Sanne Vermeer)",
      );
    }
  });

  test("is for whoever has access: on the last day, and not on the next", async () => {
    expect((await vpn("svermeer", "--date", "2027-06-30")).status).toBe(0);
    const { status, stdout, stderr } = await vpn("svermeer", "--date", "2027-07-01");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "admins/svermeer  until = 2027-06-30\n    the access of Sanne Vermeer has ended",
    );
  });

  test("tells where a gateway's key is found while it is not written down, with all that is wrong at once", async () => {
    const key = `    publicKey: "${amsterdam.vpn.publicKey}",\n`;
    const args = ["vpn", "svermeer", "--date", "2027-07-01"];
    const { status, stdout, stderr } = await withChanged("sites/amsterdam.ts", [[key, ""]], args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("2 mistakes in what is declared");
    expect(stderr).toContain("sites/amsterdam  vpn.publicKey = (missing)");
    expect(stderr).toContain("stacks/sites/amsterdam.ts");
    expect(stderr).toContain("guestinfo.straat.report.vpn-public-key");
    const other = await withChanged("sites/amsterdam.ts", [[key, ""]], ["vpn", "obakker", "alkmaar"]);
    expect(other.status).toBe(0);
  });

  test("does not take one gateway's key for the other's", async () => {
    const same: readonly [string, string] = [`${alkmaar.vpn.publicKey}`, `${amsterdam.vpn.publicKey}`];
    const { status, stderr } = await withChanged("sites/alkmaar.ts", [same], ["vpn", "obakker"]);
    expect(status).toBe(1);
    expect(stderr).toContain("is written for the gateway of alkmaar too");
  });

  test("tells mistakes in what is declared, and prints nothing then", async () => {
    const damage: readonly [string, string] = ['"svermeer"', '"root"'];
    const { status, stdout, stderr } = await withChanged("admins.ts", [damage], ["vpn", "obakker"]);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("is an account of the system");
  });

  test("is in the help", async () => {
    expect((await project.run(["--help"])).stdout).toContain("straat vpn PERSON [SITE]");
  });
});

describeWith("wg-quick", "apt-get install wireguard-tools", "what straat vpn prints", () => {
  test("is what wg-quick and WireGuard take, each site's by itself", async () => {
    const folder = mkdtempSync(join(tmpdir(), "straat-vpn-"));
    try {
      for (const [name, text] of Object.entries(configsIn((await vpn("jdevries")).stdout))) {
        writeFileSync(join(folder, name), text, { mode: 0o600 });
        const strip = spawnSync("wg-quick", ["strip", join(folder, name)], { encoding: "utf8" });
        expect([strip.status, strip.stderr]).toEqual([0, ""]);
        const stripped = join(folder, "stripped");
        const wg = (text: string) => {
          // A name would be looked up, and there is none of this name anywhere.
          writeFileSync(stripped, text.replace(/^Endpoint = [^:]+/m, "Endpoint = 192.0.2.1"));
          return spawnSync("wg", ["setconf", "straat-check", stripped], { encoding: "utf8" }).stderr;
        };
        // It reads everything before it finds that there is no such interface.
        expect(wg(strip.stdout)).toMatch(/^Unable to modify interface/);
        expect(wg(strip.stdout.replace("AllowedIPs = ", "AllowedIPs = x"))).toContain("parsing error");
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
