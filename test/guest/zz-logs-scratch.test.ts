import { readFileSync, readdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { LogLab, until } from "../support/log-lab";
const FILES = [{ dataset: "zorg", kind: "application", path: "/srv/app/*.log" }] as const;
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
test("authority", async () => {
  const lab = await LogLab.make({ files: FILES });
  const arrived = () => new Set(lab.messages().map(({ message }) => message));
  try {
    lab.otherAuthority();
    await lab.startCollector({ authority: "theirs" });
    await lab.startSender();
    lab.append("srv/app/a.log", "line 1\nline 2\nline 3\nline 4\nline 5\n");
    await sleep(1500);
    console.log(readFileSync(join(lab.folder, "collector-one/errors"), "utf8"));
    await lab.stopCollector();
    await lab.startCollector();
    await sleep(6000);
    console.log([...arrived()], readdirSync(lab.spool), readFileSync(join(lab.folder, "collector-one/errors"), "utf8").slice(-1500));
    console.log(spawnSync("ss", ["-tn"], { encoding: "utf8" }).stdout.split("\n").filter((l) => l.includes(String(lab.port))).join("\n"));
    lab.append("srv/app/a.log", "line 6\n");
    await sleep(1000);
    console.log(spawnSync("sh", ["-c", `cat ${lab.spool}/*.qi | head -3; ls -la ${lab.spool}; cat ${lab.spool}/sent`], { encoding: "utf8" }).stdout);
    await lab.stopSender();
    console.log(spawnSync("sh", ["-c", `cat ${lab.spool}/*.qi | head -3; ls -la ${lab.spool}; cat ${lab.spool}/sent`], { encoding: "utf8" }).stdout);
    await lab.startSender();
    await sleep(3000);
    console.log([...arrived()]);
  } finally { await lab.remove(); }
  expect(1).toBe(1);
}, 60000);
test("killed", async () => {
  const lab = await LogLab.make({ files: FILES });
  let n = 0;
  const write = (c: number) => { lab.append("srv/app/a.log", Array.from({ length: c }, () => `line ${++n}\n`).join("")); };
  const arrived = () => new Set(lab.messages().map(({ message }) => message));
  try {
    await lab.startCollector();
    await lab.startSender();
    write(200);
    await until("some", () => arrived().size > 20);
    await lab.stopSender("SIGKILL");
    console.log("at kill", arrived().size, readdirSync(lab.spool), spawnSync("sh", ["-c", `cat ${lab.spool}/*.qi; wc ${lab.spool}/*; cat ${lab.spool}/imfile*`], { encoding: "utf8" }).stdout);
    await lab.stopCollector("one", "SIGKILL");
    await lab.startSender();
    write(200);
    await sleep(2000);
    console.log("restarted", spawnSync("sh", ["-c", `cat ${lab.spool}/*.qi; wc ${lab.spool}/*; cat ${lab.spool}/imfile*; cat ${lab.spool}/straat.0* | grep -c '"message": "line'`], { encoding: "utf8" }).stdout);
    await lab.stopSender("SIGKILL");
    await lab.startCollector();
    await lab.startSender();
    await sleep(5000);
    const a = arrived();
    console.log(a.size, Array.from({ length: 400 }, (_, i) => `line ${i + 1}`).filter((l) => !a.has(l)).join(" "));
  } finally { await lab.remove(); }
}, 60000);
