import type { Rule } from "../../rule";
import { accessLogsOfWebServers } from "./access-logs-of-web-servers";
import { databasesLogWhoComes } from "./databases-log-who-comes";
import { figuresOfEveryCluster } from "./figures-of-every-cluster";
import { logsAreScrubbed } from "./logs-are-scrubbed";
import { logsOfEveryCluster } from "./logs-of-every-cluster";
import { logsOfEveryServer } from "./logs-of-every-server";
import { logsOverTls } from "./logs-over-tls";
import { logsSayWhose } from "./logs-say-whose";
import { logsToTheSitesCollector } from "./logs-to-the-sites-collector";
import { logsWaitOnDisk } from "./logs-wait-on-disk";
import { metricsOfEveryServer } from "./metrics-of-every-server";
import { sourcesGiveSignsOfLife } from "./sources-give-signs-of-life";

/** What happens is known, centrally and at once. */
export const LOGS: readonly Rule[] = [
  logsOfEveryServer,
  logsOfEveryCluster,
  logsToTheSitesCollector,
  logsSayWhose,
  accessLogsOfWebServers,
  databasesLogWhoComes,
  logsOverTls,
  logsAreScrubbed,
  logsWaitOnDisk,
  sourcesGiveSignsOfLife,
  metricsOfEveryServer,
  figuresOfEveryCluster,
];
