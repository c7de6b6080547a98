import { Software } from "../../../model/software";
import { NGINX_CONFIG, readNginxConfig } from "../../guest/nginx-config";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { missingLines } from "../../subjects/settings";

const ROTATION = "/etc/logrotate.d/nginx";

/** Bounds of what one visitor may take, by what is said in the block `http`. */
const WANTED: Readonly<Record<string, RegExp>> = {
  // Somebody who sends a letter a minute holds a connection no longer than this.
  client_header_timeout: /^([1-9]|1\d|20)s$/,
  client_body_timeout: /^([1-9]|[1-5]\d|60)s$/,
  large_client_header_buffers: /^[1-8] (4|8|16)k$/,
  client_max_body_size: /^([1-9]|1[0-6])m$/,
  limit_conn_zone: /^\$binary_remote_addr zone=straat_connections:\d+m$/,
  limit_conn: /^straat_connections ([1-9]|[1-9]\d|1\d\d|200)$/,
  limit_conn_status: /^429$/,
  limit_req_zone: /^\$binary_remote_addr zone=straat_requests:\d+m rate=([1-9]|1\d|20)r\/s$/,
  limit_req_status: /^429$/,
};

/** Visits are many: their log ends within weeks here, and is kept by the central logs. */
const ROTATED = ["/var/log/nginx/*.log {", "daily", "rotate 14", "create 0640 www-data adm"];

/** B-06, H-22: one visitor cannot take the whole of a web server. */
export const webIsNotDrowned = stackRule({
  id: "web-is-not-drowned",
  info: "a web server bounds what one address may take of it, and how much its logs may take of the disk",
  explanation:
    "A single machine with a slow script keeps a web server busy that has no bounds. A disk full of logs stops everything else on it.",
  remedy: "leave nginx.conf to the library; a site that takes larger files says so for its own place",
  promises: ["B-06", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => Machine.in(stack).filter(({ group }) => group?.runs === Software.NGINX),
  judge: forFiles((files) => [
    ...wrongBounds(files),
    ...missingLines(ROTATION, textIn(files, ROTATION), ROTATED),
  ]),
});

function wrongBounds(files: Files): readonly string[] {
  const config = readNginxConfig(textIn(files, NGINX_CONFIG));
  const http = config.filter(({ name }) => name === "http").flatMap(({ block = [] }) => block);
  return Object.entries(WANTED).flatMap(([wanted, form]) => {
    const said = http.filter(({ name }) => name === wanted).map(({ values }) => values.join(" "));
    if (said.length === 0) return [`${NGINX_CONFIG} sets no ${wanted}`];
    return said
      .filter((value) => !form.test(value))
      .map((value) => `${NGINX_CONFIG} sets ${wanted} to ${value}, which is no bound`);
  });
}
