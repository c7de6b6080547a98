import { InvalidError, type Mistakes } from "../../../model/mistake";
import { PORT_MAX } from "../../../model/port";
import { checkObjectName } from "../../../model/site-kubernetes";
import { shownValue } from "../../../model/text";

/** The pods that fetch figures, such as those of Prometheus: the only ones that may. */
export interface Scraper {
  readonly namespace: string;
  /** What only these pods of the namespace have. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Port at which they tell which alarms are raised, as Prometheus does: no node is restarted while there is one.
   * @default none is asked
   */
  readonly alarms?: { readonly service: string; readonly port: number };
}

/** Checks who it is; mistakes are noted under `scraper`. */
export function checkScraper({ namespace, labels, alarms }: Scraper, check: Mistakes): void {
  check.attempt("scraper.namespace", () => checkObjectName("a namespace", namespace));
  check.attempt("scraper.labels", () => checkLabels(labels));
  if (alarms === undefined) return;
  check.attempt("scraper.alarms.service", () => checkObjectName("a Service", alarms.service));
  check.attempt("scraper.alarms.port", () => checkPort(alarms.port));
}

function checkLabels(labels: Scraper["labels"]): void {
  const entries = Object.entries(labels ?? {});
  const isLabel =
    /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?=[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
  if (entries.length > 0 && entries.every(([key, value]) => isLabel.test(`${key}=${value}`))) return;
  throw new InvalidError({
    value: shownValue(JSON.stringify(labels)),
    problem: entries.length === 0 ? "selects every pod of the namespace" : "are not labels of Kubernetes",
    remedy: 'write what only those pods have, for example { "app.kubernetes.io/name": "prometheus" }',
  });
}

function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 1 && port <= PORT_MAX) return;
  throw new InvalidError({
    value: shownValue(port),
    problem: "is not a TCP port",
    remedy: `write a whole number from 1 to ${PORT_MAX}`,
  });
}
