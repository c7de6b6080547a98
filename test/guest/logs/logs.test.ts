import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { deadManRules, expectedSources, type LogFile } from "../../../lib/guest/logs/log-source";
import { type LogsDocumentProps, logsDocument, logsPart } from "../../../lib/guest/logs/logs";
import { metricsPart } from "../../../lib/guest/logs/metrics";
import { readScript } from "../../../lib/guest/script";
import { IpAddress } from "../../../lib/model/ip";
import { InvalidError } from "../../../lib/model/mistake";
import { mistakeOf, mistakesOf } from "../../support/errors";
import { LogLab, lackingForLogs } from "../../support/log-lab";
import { describeUnless, describeWith } from "../../support/tool";

const address = (text: string) => IpAddress.parse(text);
const PROPS: LogsDocumentProps = {
  collectors: [address("10.0.0.5"), address("2001:db8::5")],
  collectorName: "logs.example.nl",
  labels: { client: "verne", stage: "production", group: "web", class: 4 },
  files: [
    { dataset: "zorg", kind: "application", path: "/srv/zorg/log/*.log" },
    { dataset: "nginx", kind: "access", path: "/var/log/nginx/access.log" },
  ],
};
const make = (changes: Partial<LogsDocumentProps> = {}) => logsDocument({ ...PROPS, ...changes });
const file = (changes: Partial<LogFile>): LogFile => ({
  dataset: "zorg",
  kind: "application",
  path: "/srv/zorg/a.log",
  ...changes,
});

describe("the document with a server's logs", () => {
  test("says where to, whose, and which files; not how", () => {
    expect(make()).toBe(`collector 10.0.0.5
collector 2001:db8::5
port 5044
peer logs.example.nl
label client verne
label stage production
label group web
label class 4
file access nginx /var/log/nginx/access.log
file application zorg /srv/zorg/log/*.log
`);
  });

  test("is the same for the same files in another order", () => {
    expect(make({ files: [...(PROPS.files ?? [])].reverse() })).toBe(make());
  });

  test.each<[string, Partial<LogsDocumentProps>]>([
    ["collectors", { collectors: [] }],
    ["collectors", { collectors: [address("10.0.0.5"), address("10.0.0.5")] }],
    ["collectorName", { collectorName: "logs" }],
    ["collectorName", { collectorName: 'logs.example.nl" tls="off' }],
    ["labels.client", { labels: { ...PROPS.labels, client: 'x"; action()' } }],
    ["labels.stage", { labels: { ...PROPS.labels, stage: "a b" } }],
    ["labels.class", { labels: { ...PROPS.labels, class: 5 as 4 } }],
    ["files[0].dataset", { files: [file({ dataset: "audit" })] }],
    ["files[0].dataset", { files: [file({ dataset: "heartbeat" })] }],
    ["files[0].dataset", { files: [file({ dataset: "Zorg Portaal" })] }],
    ["files[0].kind", { files: [file({ kind: "other" as "access" })] }],
    ["files[1].dataset", { files: [file({}), file({ path: "/srv/b.log" })] }],
    ["files[1].path", { files: [file({}), file({ dataset: "b" })] }],
    [
      "files[1].path",
      { files: [file({ path: "/srv/zorg/a*.log" }), file({ dataset: "b", path: "/srv/zorg/*b.log" })] },
    ],
    ...[
      "srv/a.log",
      "/etc/shadow",
      "/var/log/../../etc/shadow",
      "/var/log/./a.log",
      "/var/log/audit/audit.log",
      "/var/log/journal/x",
      "/srv/*/a.log",
      "/srv/a b.log",
      '/srv/a".log',
      "/srv/$(id).log",
      "/srv/a%h.log",
      "/srv/",
      "/srv",
      "/srv/.ssh/key",
      "/srv/**",
      "/srv/a\n.log",
      "",
    ].map((path): [string, Partial<LogsDocumentProps>] => ["files[0].path", { files: [file({ path })] }]),
  ])("is refused for its %s in %j", (property, changes) => {
    expect(mistakeOf(() => make(changes)).property).toBe(property);
  });

  test("tells all its mistakes at once", () => {
    const wrong = { collectors: [], collectorName: "x", files: [file({ path: "/etc/shadow" })] };
    expect(mistakesOf(() => make(wrong)).map(({ property }) => property)).toEqual([
      "collectors",
      "collectorName",
      "files[0].path",
    ]);
  });

  test("takes two patterns that no one file fits", () => {
    const files = [file({ path: "/srv/zorg/a*.log" }), file({ dataset: "b", path: "/srv/zorg/b*.log" })];
    expect(make({ files })).toContain("file application b /srv/zorg/b*.log\n");
  });
});

describe("the silence of a source of logs", () => {
  test("is noticed for each source of each server, and each file (B-02)", () => {
    const files = PROPS.files ?? [];
    expect(expectedSources({})).toEqual(["journal", "firewall", "audit", "metrics"]);
    expect(expectedSources({ files })).toEqual(["journal", "firewall", "audit", "metrics", "nginx", "zorg"]);
    const rules = deadManRules({ hosts: ["verne-p-web-1", "verne-p-web-2"], files });
    expect(rules).toHaveLength(12);
    expect(rules[11]).toEqual({
      host: "verne-p-web-2",
      source: "zorg",
      minutes: 10,
      query: 'event.dataset: "heartbeat" and host.name: "verne-p-web-2" and labels.source: "zorg"',
    });
  });
});

describeUnless(lackingForLogs(), "the handler of the document", () => {
  let lab: LogLab;
  beforeAll(async () => {
    lab = await LogLab.make();
  }, 30_000);
  afterAll(() => lab?.remove());

  const judge = (payload: string) => {
    const path = join(lab.folder, "staged");
    writeFileSync(path, payload);
    return lab.run("sh", [lab.program("documents/logs"), "check", path]);
  };
  const fine = make();

  test("takes what the library writes", () => {
    expect(judge(fine)).toMatchObject({ status: 0, stderr: "" });
    expect(judge(make({ collectors: [address("10.0.0.5")], files: [] })).status).toBe(0);
  });

  test("takes it before the house has signed a certificate: lines wait for it on disk", () => {
    const path = join(lab.root, "etc/straat/tls/server.pem");
    renameSync(path, `${path}.away`);
    try {
      expect(judge(fine)).toMatchObject({ status: 0, stderr: "" });
    } finally {
      renameSync(`${path}.away`, path);
    }
  });

  test.each([
    ["no collector", fine.replace(/^collector.*\n/gm, "")],
    ["no client", fine.replace(/^label client.*\n/m, "")],
    ["two ports", `${fine}port 5044\n`],
    ["a program", `${fine}program /bin/sh\n`],
    ["RainerScript", `${fine}action(type="omprog" binary="/bin/sh")\n`],
    ["a quote", fine.replace("verne", 'verne"')],
    ["a path elsewhere", `${fine}file application x /etc/shadow\n`],
    ["a path that leads out", `${fine}file application x /srv/../etc/shadow\n`],
    ["a star in a folder", `${fine}file application x /srv/*/x\n`],
    ["the audit", `${fine}file application x /var/log/audit/audit.log\n`],
    ["a file twice", `${fine}file application y /srv/zorg/log/*.log\n`],
    ["an address that is none", fine.replace("10.0.0.5", "10.0.0.5;")],
    ["a port that is none", fine.replace("5044", "70000")],
    ["nothing", ""],
  ])("refuses a document with %s, in one line", (_, payload) => {
    const { status, stderr } = judge(payload);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  test("takes no line that could say more than a value, whatever is in it", () => {
    const word = fc.string({
      unit: fc.constantFrom(..."ab1./*-_\"'\\$(){}[]<>;&|`%#=\n\t é"),
      maxLength: 12,
    });
    const line = fc.oneof(
      fc.tuple(fc.constantFrom("collector ", "port ", "peer ", "label client "), word).map(([a, b]) => a + b),
      word.map((path) => `file application x /srv/${path}`),
      word.map((dataset) => `file application ${dataset} /srv/x`),
    );
    fc.assert(
      fc.property(line, (text) => {
        if (judge(`${fine}${text}\n`).status !== 0) return;
        expect(text).toMatch(/^[a-z]+( [A-Za-z0-9_.:/*-]+)+$/);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  test("agrees with the library on paths", () => {
    const path = fc.string({ unit: fc.constantFrom(..."a1./*-_ "), minLength: 1, maxLength: 10 });
    let taken = 0;
    fc.assert(
      fc.property(path, (rest) => {
        let payload: string | undefined;
        try {
          payload = make({ files: [file({ path: `/srv/${rest}` })] });
        } catch (error) {
          if (!(error instanceof InvalidError)) throw error;
        }
        if (payload === undefined) return;
        taken++;
        expect([rest, judge(payload).stderr]).toEqual([rest, ""]);
      }),
      { numRuns: 100 },
    );
    expect(taken).toBeGreaterThan(10);
  }, 60_000);

  test("leaves nothing running and nothing to send without a document, and keeps what waits", () => {
    writeFileSync(join(lab.spool, "straat.00000001"), "waits");
    const { status } = lab.run("sh", [lab.program("documents/logs"), "remove"]);
    expect(status).toBe(0);
    expect(lab.run("ls", [join(lab.root, "etc/rsyslog.d")]).stdout).toBe("");
    expect(lab.run("tail", ["-n", "1", join(lab.folder, "systemctl")]).stdout).toBe("stop rsyslog.service\n");
    expect(lab.run("cat", [join(lab.spool, "straat.00000001")]).stdout).toBe("waits");
  });
});

const SCRIPTS = [
  "document-logs",
  "resend-logs",
  "rotate-sent",
  "follow-collector",
  "heartbeat",
  "publish-metrics",
];

describeWith("shellcheck", "apt-get install shellcheck", "the programs for logs and metrics", () => {
  test.each(SCRIPTS)("have nothing in %s that shellcheck minds", (name) => {
    const { stdout, status } = spawnSync("shellcheck", ["-"], { input: readScript(name), encoding: "utf8" });
    expect([stdout, status]).toEqual(["", 0]);
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "the units for logs and metrics", () => {
  const folder = mkdtempSync(join(tmpdir(), "straat-units-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files = [...(logsPart().files ?? []), ...(metricsPart().files ?? [])];

  test("are what systemd takes", () => {
    const alarm = "[Unit]\nDescription=x\n[Service]\nType=oneshot\nExecStart=/bin/true\n";
    writeFileSync(join(folder, "straat-alarm@.service"), alarm);
    const units = files.filter(({ path }) => /^\/etc\/systemd\/system\/straat-[^/]*$/.test(path));
    expect(units).toHaveLength(4);
    for (const { path, content } of units) {
      const here = content.replace(/^(ExecStart=-?)\/usr\/local\/.*$/gm, "$1/bin/true");
      writeFileSync(join(folder, path.slice(path.lastIndexOf("/") + 1)), here);
    }
    const names = units.map(({ path }) => join(folder, path.slice(path.lastIndexOf("/") + 1)));
    const { stderr, status } = spawnSync("systemd-analyze", ["verify", "--man=no", ...names], {
      encoding: "utf8",
    });
    expect([stderr, status]).toEqual(["", 0]);
  });

  test.each(["rsyslog", "prometheus-node-exporter"])(
    "are what systemd takes beside the %s of the package",
    (name) => {
      const drop = files.find(({ path }) => path.includes(`/${name}.service.d/`));
      const unit = join(folder, `${name}.service`);
      const own = "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/false\n";
      writeFileSync(unit, own);
      mkdirSync(`${unit}.d`, { recursive: true });
      const here = (drop?.content ?? "").replace(/^ExecStartPre=\/usr\/local.*$/m, "ExecStartPre=/bin/true");
      writeFileSync(`${unit}.d/straat.conf`, here);
      const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unit], { encoding: "utf8" });
      expect(stderr).toBe("");
    },
  );
});
