import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { wrongRecurring } from "../../subjects/recurring";
import { forFiles, isEnabled, numberIn, servedUnit, shellSettings } from "../../subjects/served-files";

const SETTINGS = "/etc/straat/metrics.conf";
const EXPORTER = "prometheus-node-exporter.service";
const LISTEN = "127.0.0.1:9100";
const MINUTES = 1;

/** From where on a server says itself that something will go wrong, at the latest. */
const MOST: Readonly<Record<string, number>> = { disk_percent: 90, memory_percent: 95, repeat_minutes: 240 };
/** How many days ahead it says so, at least. */
const LEAST: Readonly<Record<string, number>> = { disk_full_days: 2, certificate_days: 7 };

const COLLECTORS = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "netdev", "stat", "textfile"];

/** B-20, H-12: servers are measured all the time, and a problem that is coming is told before it is there. */
export const metricsOfEveryServer = stackRule({
  id: "metrics-of-every-server",
  info: "every server is measured each minute, says itself what will go wrong, and opens no port for it",
  explanation:
    "A disk that fills up and a certificate that ends take a service down at a moment everybody could have known. Figures that anybody can ask for tell an attacker what runs.",
  remedy: "leave the node exporter and straat-metrics to the library",
  promises: ["B-20", "H-12"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongMetrics(machine),
});

const wrongMetrics = forFiles((files) => {
  const found = (name: string) => numberIn(files, SETTINGS, name);
  const exporter = shellSettings(files, SETTINGS).get("exporter");
  return [
    ...wrongRecurring(files, { unit: "straat-metrics", program: "publish-metrics", atMost: MINUTES }),
    ...wrongExporter(files),
    ...(exporter === LISTEN ? [] : [`${SETTINGS} asks ${exporter} for figures, and not ${LISTEN}`]),
    ...Object.entries(MOST)
      .filter(([name, most]) => found(name) > most)
      .map(([name, most]) => `${SETTINGS} has ${name} ${found(name)}, and ${most} is the most`),
    ...Object.entries(LEAST)
      .filter(([name, least]) => found(name) < least)
      .map(([name, least]) => `${SETTINGS} has ${name} ${found(name)}, and ${least} is the least`),
  ];
});

function wrongExporter(files: Files): readonly string[] {
  const unit = servedUnit(files, EXPORTER);
  const [command = "", ...more] = unit.all("Service.ExecStart");
  const words = command.split(" ").map((word) => word.replaceAll("'", ""));
  const lacking = COLLECTORS.filter((name) => !words.includes(`--collector.${name}`));
  const isApart =
    unit.all("Service.IPAddressDeny").includes("any") &&
    unit.all("Service.IPAddressAllow").join() === "localhost";
  return [
    ...(words[0] === "/usr/bin/prometheus-node-exporter" && more.length === 0
      ? []
      : [`${EXPORTER} runs ${command || "nothing of ours"}`]),
    ...(words.includes(`--web.listen-address=${LISTEN}`)
      ? []
      : [`${EXPORTER} answers others than the server itself`]),
    ...(isApart ? [] : [`${EXPORTER} may be reached from elsewhere`]),
    ...lacking.map((name) => `${EXPORTER} does not measure ${name}`),
    ...(isEnabled(files, EXPORTER) ? [] : [`${EXPORTER} is not started by the first boot`]),
  ];
}
